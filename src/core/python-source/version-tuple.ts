import type { SyntaxNode } from '@lezer/common';
import type { PreKind, Version } from '../versions/version.js';
import { moduleAssignments } from './assignments.js';
import { childrenOf, nodeText, type PythonSource, parsePython } from './parse.js';
import { position } from './position.js';

/** A version written as a tuple, `(1, 2, 3)` or `(1, 2, 3, "rc", 1)`. */
export interface VersionTuple {
  /** From its first to behind its last element. */
  readonly from: number;
  readonly to: number;
  /** What to write there for another version; null where that has another number of parts or another suffix. */
  spell(version: Version): string | null;
}

/** The words for a kind of pre-release; a tuple keeps the word that it has. */
const KINDS: Readonly<Record<string, PreKind>> = { a: 'a', alpha: 'a', b: 'b', beta: 'b', c: 'rc', rc: 'rc' };
const SHORT: Readonly<Record<PreKind, string>> = { a: 'a', b: 'b', rc: 'rc' };
const LONG: Readonly<Record<PreKind, string>> = { a: 'alpha', b: 'beta', rc: 'rc' };

/** Finds the tuple that a module assigns to one of the names in a line; null where there is none that can be rewritten. */
export function versionTuple(text: string, names: readonly string[], line: number): VersionTuple | null {
  const source = parsePython(text);
  const assignment = moduleAssignments(source).find(
    ({ name, value }) =>
      names.includes(name) &&
      /^(?:Tuple|Array)Expression$/.test(value.name) &&
      position(text, value.from).line === line,
  );
  return assignment === undefined ? null : readTuple(source, assignment.value);
}

interface Element {
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

function readTuple(source: PythonSource, node: SyntaxNode): VersionTuple | null {
  const nodes = [...childrenOf(node)].filter(({ name }) => !/^[()[\],]$|^Comment$/.test(name));
  const elements = nodes.map(child => readElement(source, child));
  if (elements.length === 0 || elements.includes(null)) return null;
  const parts = elements as readonly Element[];
  const [start, end] = [nodes[0]?.from ?? 0, nodes.at(-1)?.to ?? 0];
  const values = parts.map(({ value }) => value);
  return {
    from: start,
    to: end,
    spell: version => {
      const spelled = spellParts(values, version);
      if (spelled === null) return null;
      let written = '';
      let at = start;
      for (const [index, { from, to }] of parts.entries()) {
        written += source.text.slice(at, from) + spelled[index];
        at = to;
      }
      return written + source.text.slice(at, end);
    },
  };
}

/** A number, or a plain string without its quotes. */
function readElement(source: PythonSource, node: SyntaxNode): Element | null {
  const text = nodeText(source, node);
  if (node.name === 'Number' && /^(?:0|[1-9]\d*)$/.test(text))
    return { from: node.from, to: node.to, value: text };
  const inner = node.name === 'String' ? /^(["'])([A-Za-z]+|\d+)\1$/.exec(text)?.[2] : undefined;
  return inner === undefined ? null : { from: node.from + 1, to: node.to - 1, value: inner };
}

/** The elements for a version with the same shape: the release, and a pre-release of any kind where there is one. */
function spellParts(values: readonly string[], version: Version): string[] | null {
  const { epoch, release, pre, post, dev, local } = version;
  if (epoch !== 0 || post !== null || dev !== null || local !== null) return null;
  const at = values.findIndex(value => !/^\d+$/.test(value));
  const numbers = at < 0 ? values.length : at;
  if (release.length !== numbers || at >= 0 !== (pre !== null)) return null;
  if (pre === null) return release.map(String);
  const word = values[at] as string;
  const isPair = at === values.length - 2 && /^\d+$/.test(values.at(-1) as string);
  const spelled = isPair ? spellKind(word, pre.kind) : null;
  return spelled === null ? null : [...release.map(String), spelled, String(pre.number)];
}

/** From `rc` alone it cannot be told whether `a` or `alpha` would be written. */
function spellKind(word: string, kind: PreKind): string | null {
  if (KINDS[word] === undefined) return null;
  if (KINDS[word] === kind) return word;
  if (/^[ab]$/.test(word)) return SHORT[kind];
  return /^(?:alpha|beta)$/.test(word) ? LONG[kind] : null;
}
