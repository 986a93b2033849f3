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
  let option: { name: string; line: number; lines: string[] } | null = null;
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
    if (/^\s*[#;]/.test(raw)) continue;
    const header = /^\[([^\]]+)\]/.exec(raw);
    const delimiter = /^\s/.test(raw) ? -1 : raw.search(/[=:]/);
    if (header !== null) {
      close();
      section = new Map(sections.get(header[1] as string));
      sections.set(header[1] as string, section);
    } else if (delimiter > 0) {
      close();
      const name = raw.slice(0, delimiter).trim().toLowerCase().replaceAll('-', '_');
      option = { name, line: index + 1, lines: [raw.slice(delimiter + 1).trim()] };
    } else if (/^\s+\S/.test(raw)) {
      (option as { lines: string[] } | null)?.lines.push(raw.trim());
    }
  }
  close();
  return sections;
}

/** The value as a list: one entry a line, comments at the end of lines left out. */
export function iniList(ini: Ini, section: string, option: string): string[] {
  const value = ini.get(section)?.get(option)?.value ?? '';
  return value
    .split('\n')
    .map(line => line.replace(/\s#.*$/, '').trim())
    .filter(line => line !== '');
}
