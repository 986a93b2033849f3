import { linesOf } from './lines.js';

/** One option of an INI file, read as Python's `configparser` reads `setup.cfg`. */
export interface IniOption {
  readonly value: string;
  /** Where the value starts, which can be below its name; counts from 1. */
  readonly line: number;
  /** The lines of the value that are not empty. */
  readonly parts: readonly IniText[];
}

/** Text without white space around it, and where it starts in the file. */
export interface IniText {
  readonly text: string;
  readonly from: number;
}

/** Section → option → value. Sections keep their spelling; options are in small letters with `_` for `-`. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, IniOption>>;

/** Indented lines continue the value above them; lines that are nothing are passed over. */
export function parseIni(text: string): Ini {
  const sections = new Map<string, Map<string, IniOption>>();
  let section: Map<string, IniOption> | null = null;
  let open: OpenOption | null = null;
  for (const [index, { from, to }] of linesOf(text).entries()) {
    const content = trimmed(text.slice(from, to), from);
    const line = content.text;
    if (line === '' || /^[#;]/.test(line)) continue;
    const indentation = content.from - from;
    if (open !== null && indentation > open.indentation) {
      if (open.parts.length === 0) open.line = index + 1;
      open.parts.push(content);
      continue;
    }
    addOption(section, open);
    open = null;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const delimiter = line.search(/[=:]/);
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
    } else if (delimiter > 0) {
      const name = line.slice(0, delimiter).trim().toLowerCase().replaceAll('-', '_');
      const first = trimmed(line.slice(delimiter + 1), content.from + delimiter + 1);
      open = { name, line: index + 1, indentation, parts: first.text === '' ? [] : [first] };
    }
  }
  addOption(section, open);
  return sections;
}

interface OpenOption {
  readonly name: string;
  line: number;
  readonly indentation: number;
  readonly parts: IniText[];
}

function addOption(section: Map<string, IniOption> | null, option: OpenOption | null): void {
  if (section === null || option === null) return;
  const { name, line, parts } = option;
  section.set(name, { value: parts.map(({ text }) => text).join('\n'), line, parts });
}

/** The value as setuptools reads lists: one entry a line, or in a single line between semicolons. */
export function iniEntries(ini: Ini, section: string, option: string): IniText[] {
  const parts = ini.get(section)?.get(option)?.parts ?? [];
  const [first] = parts;
  const entries = first !== undefined && parts.length === 1 ? atSemicolons(first) : parts;
  return entries
    .map(({ text, from }) => trimmed(text.replace(/\s#.*$/, ''), from))
    .filter(({ text }) => text !== '');
}

/** The texts of {@link iniEntries}. */
export function iniList(ini: Ini, section: string, option: string): string[] {
  return iniEntries(ini, section, option).map(({ text }) => text);
}

function atSemicolons({ text, from }: IniText): IniText[] {
  let start = from;
  return text.split(';').map(part => {
    const entry = { text: part, from: start };
    start += part.length + 1;
    return entry;
  });
}

function trimmed(text: string, from: number): IniText {
  return { text: text.trim(), from: from + text.length - text.trimStart().length };
}
