import { parse, TomlError } from 'smol-toml';

export type TomlTable = Readonly<Record<string, unknown>>;

/** The way to a value of a document: keys, and indexes into arrays, also those of tables. */
export type TomlPath = readonly (string | number)[];

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

/**
 * Reads TOML 1.0, and what 1.1 adds. Keys such as `__proto__` are plain keys of the result, and integers that a number
 * cannot hold are bigints.
 */
export function parseToml(text: string): Parsed<TomlTable> {
  // The parser takes a byte order mark, but counts it as a column of the first line.
  const content = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return { ok: true, value: parse(content, { maxDepth: DEEPEST, integersAsBigInt: 'asNeeded' }) };
  } catch (error) {
    if (error instanceof TomlError) {
      const message = (error.message.split('\n')[0] as string).replace(/^Invalid TOML document: /, '');
      return { ok: false, fault: { line: error.line, column: error.column, message } };
    }
    return { ok: false, fault: { line: 1, column: 1, message: String(error) } };
  }
}

const EMPTY: TomlTable = Object.freeze(Object.create(null) as Record<string, unknown>);

/** The table under a path of keys; empty where there is none. */
export function tableAt(table: TomlTable, ...keys: readonly string[]): TomlTable {
  let current = table;
  for (const key of keys) {
    const value = valueAt(current, key);
    if (!isTable(value)) return EMPTY;
    current = value;
  }
  return current;
}

/** The value under a key, `undefined` where there is none: what every object inherits is no value. */
export function valueAt(table: TomlTable, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The text under a key; null where there is none or it is no string. */
export function textAt(table: TomlTable, key: string): string | null {
  const value = valueAt(table, key);
  return typeof value === 'string' ? value : null;
}

/** The strings of an array under a key; other elements are left out, a lone string counts as one. */
export function textsAt(table: TomlTable, key: string): string[] {
  const value = valueAt(table, key);
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter(element => typeof element === 'string') : [];
}

/** The tables of an array under a key; a lone table counts as one. */
export function tablesAt(table: TomlTable, key: string): TomlTable[] {
  const value = valueAt(table, key);
  if (isTable(value)) return [value];
  return Array.isArray(value) ? value.filter(isTable) : [];
}
