import type { SyntaxNode } from '@lezer/common';
import { nodeText, type PythonSource, parsePython } from '../python-source/parse.js';
import { Evaluator } from '../python-source/value.js';
import type { SetupCall } from './setup-call.js';

/** Null where the file calls no `setup`. The file is read, never run. */
export function readSetupPy(text: string): SetupCall | null {
  if (!text.includes('setup')) return null;
  const source = parsePython(text);
  const call = findSetupCall(source);
  if (call === null) return null;
  const found = new Evaluator(source).keywordArguments(call);
  return { arguments: new Map([...found].map(([name, { value }]) => [name, value])), text };
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
