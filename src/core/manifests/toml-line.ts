import { startsWith, TomlScanner, type Written } from './toml-scanner.js';
import { plainStatement } from './toml-statement.js';

/**
 * The place of a key or a value in a TOML document, without building a syntax tree: `list` names the line of every
 * version of a thousand packages. The document must be valid. Editing uses the tree, see toml-range.ts.
 */

/**
 * The line, from 1, where the key is written; for a table the line of its first header. An index in the path
 * counts the tables or the elements of an array. Null where the document does not write it out.
 */
export function tomlLine(text: string, path: readonly string[]): number | null {
  const written = findWritten(text, path);
  return written === null ? null : text.slice(0, written.key).split('\n').length;
}

/** The offset of the text in the quotes of a string, else of the value; of a table that of its first header. */
export function tomlOffset(text: string, path: readonly string[]): number | null {
  const offset = findWritten(text, path)?.value ?? null;
  return offset === null
    ? null
    : offset + (/^(?:"""|'''|"|')?/.exec(text.slice(offset, offset + 3))?.[0].length ?? 0);
}

function findWritten(text: string, path: readonly string[]): Written | null {
  const statement = plainStatement(text, path);
  return statement === null
    ? search(text, path)
    : new TomlScanner(text, statement.at).keyValue(path.slice(statement.table));
}

/** Reads the document from its beginning. */
function search(text: string, path: readonly string[]): Written | null {
  const scanner = new TomlScanner(text);
  const arrays = new Map<string, number>();
  for (let table: readonly string[] = []; ; ) {
    const at = scanner.nextStatement();
    if (at === null) return null;
    const header = scanner.header();
    if (header !== null) {
      table = header.isArray
        ? [...header.keys, String(nextIndex(arrays, header.keys))]
        : withIndexes(header.keys, arrays);
      if (startsWith(table, path)) return { key: at, value: at };
      continue;
    }
    const found = scanner.keyValue(startsWith(path, table) ? path.slice(table.length) : null);
    if (found !== null) return found;
  }
}

function nextIndex(arrays: Map<string, number>, keys: readonly string[]): number {
  const name = keys.join('\0');
  const index = (arrays.get(name) ?? -1) + 1;
  arrays.set(name, index);
  return index;
}

/** `[a.b]` below `[[a]]` belongs to the last table of that array. */
function withIndexes(keys: readonly string[], arrays: ReadonlyMap<string, number>): string[] {
  if (arrays.size === 0) return [...keys];
  return keys.flatMap((key, at) => {
    const index = arrays.get(keys.slice(0, at + 1).join('\0'));
    return index === undefined ? [key] : [key, String(index)];
  });
}
