import { parse, TomlError } from 'smol-toml';

export type TomlTable = Readonly<Record<string, unknown>>;

/** Why a document cannot be read, and where; lines and columns count from 1. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

/** Nested deeper, a document is an attack and not a manifest. */
const DEEPEST = 100;

/** Reads TOML 1.0, and what 1.1 adds. Keys such as `__proto__` are plain keys of the result. */
export function parseToml(text: string): Parsed<TomlTable> {
  try {
    return { ok: true, value: parse(text.replace(/^\uFEFF/, ''), { maxDepth: DEEPEST }) };
  } catch (error) {
    if (error instanceof TomlError) {
      const message = (error.message.split('\n')[0] as string).replace(/^Invalid TOML document: /, '');
      return { ok: false, fault: { line: error.line, column: error.column, message } };
    }
    return { ok: false, fault: { line: 1, column: 1, message: String(error) } };
  }
}

/** The table under a path of keys; empty where there is none. */
export function tableAt(table: TomlTable, ...keys: readonly string[]): TomlTable {
  let current: unknown = table;
  for (const key of keys) {
    if (!isTable(current) || !Object.hasOwn(current, key)) return {};
    current = current[key];
  }
  return isTable(current) ? current : {};
}

export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The text under a key; null where there is none or it is no string. */
export function textAt(table: TomlTable, key: string): string | null {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return typeof value === 'string' ? value : null;
}

/** The strings of an array under a key; other elements are left out, a lone string counts as one. */
export function textsAt(table: TomlTable, key: string): string[] {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter(element => typeof element === 'string') : [];
}

/** The tables of an array under a key; a lone table counts as one. */
export function tablesAt(table: TomlTable, key: string): TomlTable[] {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  if (isTable(value)) return [value];
  return Array.isArray(value) ? value.filter(isTable) : [];
}
