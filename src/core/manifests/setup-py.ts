import type { SyntaxNode } from '@lezer/common';
import { childrenOf, nodeText, type PythonSource, parsePython } from '../python-source/parse.js';
import { Evaluator, type PythonValue } from '../python-source/value.js';
import { position } from '../python-source/version-literals.js';

/** The keyword arguments of the `setup(...)` call of a `setup.py`, as far as they are literals or constants. */
export interface SetupCall {
  readonly arguments: ReadonlyMap<string, PythonValue>;
  /** Lines of the arguments, from 1. */
  readonly lines: ReadonlyMap<string, number>;
  readonly text: string;
}

/** Null where the file calls no `setup`. The file is read, never run. */
export function readSetupPy(text: string): SetupCall | null {
  if (!text.includes('setup')) return null;
  const source = parsePython(text);
  const call = findSetupCall(source);
  if (call === null) return null;
  const evaluator = new Evaluator(source);
  const values = new Map<string, PythonValue>();
  const lines = new Map<string, number>();
  for (const { name, value } of keywordArguments(source, call)) {
    if (name === null) {
      const spread = evaluator.evaluate(value);
      if (spread.kind === 'dict') for (const [key, entry] of spread.entries) values.set(key, entry);
    } else {
      values.set(name, evaluator.evaluate(value));
      lines.set(name, position(text, value.from).line);
    }
  }
  return { arguments: values, lines, text };
}

function findSetupCall(source: PythonSource): SyntaxNode | null {
  let found: SyntaxNode | null = null;
  source.tree.iterate({
    enter: ({ name, node }) => {
      if (found !== null) return false;
      const callee = name === 'CallExpression' ? node.firstChild : null;
      if (callee !== null && /^(?:setuptools\.|core\.)?setup$/.test(nodeText(source, callee))) found = node;
      return true;
    },
  });
  return found;
}

/** `name` is null for `**mapping`. */
function keywordArguments(
  source: PythonSource,
  call: SyntaxNode,
): { name: string | null; value: SyntaxNode }[] {
  const list = call.getChild('ArgList');
  if (list === null) return [];
  const parts = [...childrenOf(list)].filter(node => node.name !== 'Comment');
  return parts.flatMap((part, index): { name: string | null; value: SyntaxNode }[] => {
    const value = parts[index + 1];
    const before = parts[index - 1];
    if (value === undefined) return [];
    if (part.name === 'AssignOp' && before !== undefined) return [{ name: nodeText(source, before), value }];
    return nodeText(source, part) === '**' ? [{ name: null, value }] : [];
  });
}
