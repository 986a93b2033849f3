import type { SyntaxNode } from '@lezer/common';
import { nodeText, type PythonSource, parsePython } from '../python-source/parse.js';
import { Evaluator, type PythonValue } from '../python-source/value.js';
import { position } from '../python-source/version-literals.js';

/** The keyword arguments of the `setup(...)` call of a `setup.py`, as far as they can be told without running it. */
export interface SetupCall {
  readonly arguments: ReadonlyMap<string, PythonValue>;
  readonly text: string;
}

/** Null where the file calls no `setup`. The file is read, never run. */
export function readSetupPy(text: string): SetupCall | null {
  if (!text.includes('setup')) return null;
  const source = parsePython(text);
  const call = findSetupCall(source);
  if (call === null) return null;
  const found = new Evaluator(source).keywordArguments(call);
  return { arguments: new Map([...found].map(([name, { value }]) => [name, value])), text };
}

/** The line of the literal that an argument's value comes from, which can be a constant above; null where it is none. */
export function argumentLine({ arguments: found, text }: SetupCall, name: string): number | null {
  const value = found.get(name);
  return value?.kind === 'string' && value.literal !== null ? position(text, value.literal.from).line : null;
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
