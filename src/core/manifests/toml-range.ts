import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { TomlPath } from './toml.js';

/** The text between the quotes of a string, as offsets in UTF-16 units, and its value. */
export interface StringRange {
  readonly from: number;
  readonly to: number;
  readonly value: string;
  /** Whether the text is the value, character by character: it holds no escapes and joins no lines. */
  readonly plain: boolean;
}

/**
 * Finds strings of a document by their paths, wherever and however it writes them: tables, dotted and quoted keys,
 * inline tables, arrays. The document is parsed once; the answer is null where no string is.
 */
export function tomlStrings(text: string): (path: TomlPath) => StringRange | null {
  // The parser knows no byte order mark.
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const found = new Map<string, AST.TOMLStringValue>();
  for (const entry of statements(text.slice(mark))) {
    if (entry.type === 'TOMLTable') addEntries(entry.body, entry.resolvedKey, found);
    else addEntries([entry], [], found);
  }
  return path => {
    const node = found.get(keyOf(path));
    return node === undefined ? null : stringRange(node, text, mark);
  };
}

/** The range of one string whose text is its value; null where there is none. See {@link tomlStrings}. */
export function tomlString(text: string, path: TomlPath): StringRange | null {
  const range = tomlStrings(text)(path);
  return range?.plain === true ? range : null;
}

/** None where this parser refuses what `parseToml` takes: dates that no calendar has, strings of 100,000 characters. */
function statements(text: string): AST.TOMLTopLevelTable['body'] {
  try {
    return parseTOML(text).body[0].body;
  } catch (error) {
    if (error instanceof ParseError || error instanceof RangeError) return [];
    throw error;
  }
}

function addEntries(
  entries: readonly AST.TOMLKeyValue[],
  above: TomlPath,
  found: Map<string, AST.TOMLStringValue>,
): void {
  for (const { key, value } of entries) {
    const keys = key.keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value));
    addValue(value, [...above, ...keys], found);
  }
}

function addValue(node: AST.TOMLContentNode, path: TomlPath, found: Map<string, AST.TOMLStringValue>): void {
  if (node.type === 'TOMLInlineTable') addEntries(node.body, path, found);
  else if (node.type === 'TOMLArray')
    for (const [index, element] of node.elements.entries()) addValue(element, [...path, index], found);
  else if (node.kind === 'string') found.set(keyOf(path), node);
}

function stringRange({ range, value }: AST.TOMLStringValue, text: string, mark: number): StringRange {
  const [start, end] = [range[0] + mark, range[1] + mark];
  const quotes = /^("""|'''|"|')/.exec(text.slice(start, end))?.[0].length ?? 0;
  const inner = { from: start + quotes, to: end - quotes };
  return { ...inner, value, plain: text.slice(inner.from, inner.to) === value };
}

/** An index may be given as a number or as a text: where an array is there is no table. */
function keyOf(path: TomlPath): string {
  return JSON.stringify(path.map(String));
}
