import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { Block } from './scan.js';

/** A string of a lock with the keys and indexes that lead to it. */
export interface LockString {
  readonly keys: readonly (string | number)[];
  readonly value: string;
  /** The text between the quotes, as it is written, and where it starts. */
  readonly text: string;
  readonly from: number;
}

/**
 * All strings of one table of a lock and the tables below it; the block must be valid TOML. Null where this parser
 * refuses what `parseToml` takes: strings of 100,000 characters, dates that no calendar has.
 */
export function stringsOf({ from, text }: Block): LockString[] | null {
  const strings = topLevel(text)?.flatMap(entry =>
    entry.type === 'TOMLTable'
      ? entry.body.flatMap(pair => inPair(pair, entry.resolvedKey, from, text))
      : inPair(entry, [], from, text),
  );
  return strings ?? null;
}

function topLevel(text: string): AST.TOMLTopLevelTable['body'] | null {
  try {
    return parseTOML(text).body[0].body;
  } catch (error) {
    if (error instanceof ParseError || error instanceof RangeError) return null;
    throw error;
  }
}

function inPair(
  { key, value }: AST.TOMLKeyValue,
  keys: readonly (string | number)[],
  from: number,
  text: string,
): LockString[] {
  const names = key.keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value));
  return inValue(value, [...keys, ...names], from, text);
}

function inValue(
  node: AST.TOMLContentNode,
  keys: readonly (string | number)[],
  from: number,
  text: string,
): LockString[] {
  if (node.type === 'TOMLArray')
    return node.elements.flatMap((element, at) => inValue(element, [...keys, at], from, text));
  if (node.type === 'TOMLInlineTable') return node.body.flatMap(pair => inPair(pair, keys, from, text));
  if (node.kind !== 'string') return [];
  const [start, end] = node.range;
  const quotes = /^("""|'''|"|')/.exec(text.slice(start, end))?.[0].length ?? 0;
  return [
    { keys, value: node.value, text: text.slice(start + quotes, end - quotes), from: from + start + quotes },
  ];
}
