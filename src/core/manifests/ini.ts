/** One option of an INI file, read as Python's `configparser` reads `setup.cfg`. */
export interface IniOption {
  readonly value: string;
  /** Counts from 1. */
  readonly line: number;
}

/** Section → option → value. Sections keep their spelling; options are in small letters with `_` for `-`. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, IniOption>>;

/** Indented lines continue the value above them; lines that are nothing are passed over. */
export function parseIni(text: string): Ini {
  const sections = new Map<string, Map<string, IniOption>>();
  let section: Map<string, IniOption> | null = null;
  let option: OpenOption | null = null;
  const close = () => {
    if (section !== null && option !== null) {
      section.set(option.name, { value: option.lines.join('\n').trim(), line: option.line });
    }
    option = null;
  };
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || /^[#;]/.test(line)) continue;
    const indentation = raw.search(/\S/);
    const open: OpenOption | null = option;
    if (open !== null && indentation > (open as OpenOption).indentation) {
      (open as OpenOption).lines.push(line);
      continue;
    }
    close();
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const delimiter = line.search(/[=:]/);
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
    } else if (delimiter > 0) {
      const name = line.slice(0, delimiter).trim().toLowerCase().replaceAll('-', '_');
      option = { name, line: index + 1, indentation, lines: [line.slice(delimiter + 1).trim()] };
    }
  }
  close();
  return sections;
}

interface OpenOption {
  readonly name: string;
  readonly line: number;
  readonly indentation: number;
  readonly lines: string[];
}

/** The value as setuptools reads lists: one entry a line, or in a single line between semicolons. */
export function iniList(ini: Ini, section: string, option: string): string[] {
  const value = ini.get(section)?.get(option)?.value ?? '';
  return value
    .split(value.includes('\n') ? '\n' : ';')
    .map(line => line.replace(/\s#.*$/, '').trim())
    .filter(line => line !== '');
}
