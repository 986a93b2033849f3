/** A statement `key = value` of a document: its offset, and how many keys of the path its table has. */
export interface Statement {
  readonly at: number;
  readonly table: number;
}

const BARE_KEY = /^[\w-]+$/;
/** How no value begins, so that a line `[project]` is a header and not an element of an array. */
const NO_VALUE = /^(?!true|false|inf|nan)[a-z]/;
/** A brace that is not closed on its line, or not by a table that is plain enough to be sure. */
const OPEN_BRACE = /\{(?![^{}"'#\n]*(?:(?:"[^"\\\n]*"|'[^'\n]*')[^{}"'#\n]*)*\})/;

/**
 * The statement that writes what the path leads to, where it stands as people and tools write it: bare keys at the
 * beginning of their lines, below the header `[project]` of their table. It is found by searching for these texts, which
 * takes a fraction of reading the document. Null where that gives no certain answer.
 */
export function plainStatement(text: string, path: readonly string[]): Statement | null {
  // Inside of a string over several lines, anything can look like a header.
  if (text.includes('"""') || text.includes("'''")) return null;
  for (let table = path.length - 1; table > 0; table--) {
    const header = lineStart(text, `[${path.slice(0, table).join('.')}]`, 0);
    if (header < 0) continue;
    const keys = path.slice(0, table + 1);
    // Below `[[a]]`, `[a.b]` is another table.
    if (!keys.every(isBare) || !NO_VALUE.test(keys[0] as string) || text.lastIndexOf('[[', header) >= 0)
      return null;
    const at = keyBelow(text, keys[table] as string, header);
    return at < 0 ? null : { at, table };
  }
  return null;
}

function isBare(key: string): boolean {
  return BARE_KEY.test(key);
}

/** The offset of a key of the table with that header; -1 where it is not certain. */
function keyBelow(text: string, key: string, header: number): number {
  const end = text.indexOf('\n[', header);
  const at = lineStart(text, `${key} =`, header);
  if (at < 0 || (end >= 0 && at > end)) return -1;
  return OPEN_BRACE.test(text.slice(header, at)) ? -1 : at;
}

/** The first line at or behind an offset that begins so; -1 where none does. */
function lineStart(text: string, beginning: string, from: number): number {
  if (from === 0 && text.startsWith(beginning)) return 0;
  const before = text.indexOf(`\n${beginning}`, from);
  return before < 0 ? -1 : before + 1;
}
