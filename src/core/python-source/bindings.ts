import type { SyntaxNode } from '@lezer/common';
import { assignedNames, assignmentParts } from './assignments.js';
import { childrenOf, nodeText, type PythonSource } from './parse.js';

/** All that a module does to one of its names, in whatever block; functions and classes have names of their own. */
export interface Binding {
  /** The values assigned to it. */
  readonly values: SyntaxNode[];
  /** Lists added with `+=` or `extend`, and single values added with `append`. */
  readonly additions: SyntaxNode[];
  /** `name["key"] = value`. */
  readonly entries: { readonly key: SyntaxNode; readonly value: SyntaxNode }[];
  /** Bound by a loop, a `with` or by unpacking: its value cannot be told. */
  unknown: boolean;
}

const OWN_NAMES = new Set(['FunctionDefinition', 'ClassDefinition', 'LambdaExpression']);

export function moduleBindings(source: PythonSource): Map<string, Binding> {
  const bindings = new Map<string, Binding>();
  const bind = (name: string): Binding => {
    const known = bindings.get(name) ?? { values: [], additions: [], entries: [], unknown: false };
    bindings.set(name, known);
    return known;
  };
  const visit = (node: SyntaxNode): void => {
    if (OWN_NAMES.has(node.name)) return;
    if (node.name === 'AssignStatement') readAssignment(source, node, bind);
    else if (node.name === 'UpdateStatement') readUpdate(source, node, bind);
    else if (node.name === 'CallExpression') readMethodCall(source, node, bind);
    else for (const name of otherwiseBound(source, node)) bind(name).unknown = true;
    for (const child of childrenOf(node)) visit(child);
  };
  visit(source.tree.topNode);
  return bindings;
}

type Bind = (name: string) => Binding;

function readAssignment(source: PythonSource, statement: SyntaxNode, bind: Bind): void {
  const { targets, value } = assignmentParts(statement);
  const names = assignedNames(source, statement);
  if (value !== null) for (const name of names) bind(name).values.push(value);
  for (const target of targets) {
    const isBound = value !== null && names.length > 0;
    if (target.name === 'VariableName' && !isBound) bind(nodeText(source, target)).unknown = true;
    const [object, bracket, key] = [...childrenOf(target)];
    if (target.name !== 'MemberExpression' || object?.name !== 'VariableName' || bracket?.name !== '[')
      continue;
    if (key !== undefined && value !== null) bind(nodeText(source, object)).entries.push({ key, value });
  }
}

function readUpdate(source: PythonSource, statement: SyntaxNode, bind: Bind): void {
  const [target, operator, value] = [...childrenOf(statement)];
  if (target?.name !== 'VariableName' || operator === undefined || value === undefined) return;
  const binding = bind(nodeText(source, target));
  if (nodeText(source, operator) === '+=') binding.additions.push(value);
  else binding.unknown = true;
}

function readMethodCall(source: PythonSource, call: SyntaxNode, bind: Bind): void {
  const [callee, list] = [...childrenOf(call)];
  if (callee?.name !== 'MemberExpression' || list === undefined) return;
  const [object, , method] = [...childrenOf(callee)];
  if (object?.name !== 'VariableName' || method === undefined) return;
  if (!/^(?:append|extend|insert)$/.test(nodeText(source, method))) return;
  const last = [...childrenOf(list)].filter(node => !/^[(),]$|^Comment$/.test(node.name)).at(-1);
  if (last !== undefined) bind(nodeText(source, object)).additions.push(last);
}

/** Names that loops, `with`, `except` and imports bind. */
function otherwiseBound(source: PythonSource, statement: SyntaxNode): string[] {
  const parts = [...childrenOf(statement)];
  const names = (from: number, to: number) =>
    parts.slice(from, to).flatMap(part => variableNames(source, part));
  switch (statement.name) {
    case 'ForStatement':
      return names(
        parts.findIndex(({ name }) => name === 'for'),
        parts.findIndex(({ name }) => name === 'in'),
      );
    case 'WithStatement':
    case 'TryStatement':
      return parts.flatMap((part, index) => (part.name === 'as' ? names(index + 1, index + 2) : []));
    case 'ImportStatement':
      return names(parts.findIndex(({ name }) => name === 'import') + 1, parts.length);
    default:
      return [];
  }
}

function variableNames(source: PythonSource, node: SyntaxNode): string[] {
  if (node.name === 'VariableName') return [nodeText(source, node)];
  return [...childrenOf(node)].flatMap(child => variableNames(source, child));
}
