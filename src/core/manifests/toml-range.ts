import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';

/** The text between the quotes of a string, as offsets in UTF-16 units, and its value. */
export interface StringRange {
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

/**
 * Finds the string under a path of keys, wherever and however the document writes it: tables, dotted and quoted
 * keys, inline tables. Null where there is none, where its text holds escapes and so differs from its value, and
 * where the parser refuses a document that `parseToml` takes: for dates that no calendar has, and for strings of more
 * than a hundred thousand characters.
 */
export function tomlString(text: string, path: readonly string[]): StringRange | null {
  // The parser knows no byte order mark.
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const document = parseDocument(text.slice(mark));
  for (const entry of document?.body[0].body ?? []) {
    const found =
      entry.type === 'TOMLTable' ? inTable(entry, rest(entry.resolvedKey, path)) : inKeyValue(entry, path);
    if (found !== null) return stringRange(found, text, mark);
  }
  return null;
}

function parseDocument(text: string): AST.TOMLProgram | null {
  try {
    return parseTOML(text);
  } catch (error) {
    if (error instanceof ParseError || error instanceof RangeError) return null;
    throw error;
  }
}

/** What of `path` is left behind `keys`; null where it leads elsewhere. */
function rest(keys: readonly (string | number)[], path: readonly string[]): readonly string[] | null {
  return keys.length < path.length && keys.every((key, index) => key === path[index])
    ? path.slice(keys.length)
    : null;
}

function inTable(
  table: { readonly body: readonly AST.TOMLKeyValue[] },
  path: readonly string[] | null,
): AST.TOMLContentNode | null {
  if (path === null) return null;
  for (const entry of table.body) {
    const found = inKeyValue(entry, path);
    if (found !== null) return found;
  }
  return null;
}

function inKeyValue({ key, value }: AST.TOMLKeyValue, path: readonly string[]): AST.TOMLContentNode | null {
  const keys = key.keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value));
  if (keys.length > path.length || !keys.every((name, index) => name === path[index])) return null;
  if (keys.length === path.length) return value;
  return value.type === 'TOMLInlineTable' ? inTable(value, path.slice(keys.length)) : null;
}

function stringRange(node: AST.TOMLContentNode, text: string, mark: number): StringRange | null {
  if (node.type !== 'TOMLValue' || node.kind !== 'string') return null;
  const [start, end] = [node.range[0] + mark, node.range[1] + mark];
  const quotes = /^("""|'''|"|')/.exec(text.slice(start, end))?.[0].length ?? 0;
  const range = { from: start + quotes, to: end - quotes, value: node.value };
  return text.slice(range.from, range.to) === node.value ? range : null;
}
