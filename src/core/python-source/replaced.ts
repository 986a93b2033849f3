import type { SyntaxNode } from '@lezer/common';
import { assignedNames, assignmentParts } from './assignments.js';
import { childrenOf, nodeText, type PythonSource, parsePython } from './parse.js';
import { lineStart } from './position.js';

/**
 * Whether a module gives a name another value below a literal: an import of the name, or a computed value that does
 * not build on the literal, in whatever block but functions and classes. The literal then is a fallback, as in
 * `__version__ = "0.0.0"` before `try: __version__ = version("x")`.
 * @param line of the literal, from 1
 */
export function isReplaced(text: string, name: string, line: number): boolean {
  const below = lineStart(text, line + 1);
  const source = parsePython(text);
  return replaces(source, source.tree.topNode, name, below);
}

const OWN_NAMES = new Set(['FunctionDefinition', 'ClassDefinition', 'LambdaExpression']);

function replaces(source: PythonSource, node: SyntaxNode, name: string, below: number): boolean {
  if (OWN_NAMES.has(node.name) || node.to <= below) return false;
  if (node.name === 'AssignStatement' && node.from >= below) return assignsAnew(source, node, name);
  if (node.name === 'ImportStatement' && node.from >= below) return imports(source, node, name);
  return [...childrenOf(node)].some(child => replaces(source, child, name, below));
}

function assignsAnew(source: PythonSource, statement: SyntaxNode, name: string): boolean {
  const { value } = assignmentParts(statement);
  if (value === null || value.name === 'String' || !assignedNames(source, statement).includes(name))
    return false;
  return !new RegExp(`\\b${name}\\b`).test(nodeText(source, value));
}

function imports(source: PythonSource, statement: SyntaxNode, name: string): boolean {
  const words = nodeText(source, statement)
    .replace(/#[^\n]*/g, '')
    .replace(/^.*?\bimport\b/s, '')
    .split(/[\s,()\\]+/);
  return words.some((word, index) => word === name && words[index + 1] !== 'as');
}
