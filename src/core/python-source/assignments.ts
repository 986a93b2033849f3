import type { SyntaxNode } from '@lezer/common';
import { childrenOf, moduleStatements, nodeText, type PythonSource } from './parse.js';

/** A module-level assignment to a plain name; each name of a chain `a = b = 1` has its own. */
export interface Assignment {
  readonly name: string;
  readonly value: SyntaxNode;
}

/** In the order of the file. Unpacking, attributes and augmented assignments are left out. */
export function moduleAssignments(source: PythonSource): Assignment[] {
  return [...moduleStatements(source)]
    .filter(statement => statement.name === 'AssignStatement')
    .flatMap(statement => {
      const { value } = assignmentParts(statement);
      return value === null ? [] : assignedNames(source, statement).map(name => ({ name, value }));
    });
}

/** What stands left of the last `=` of an assignment, and right of it; null for a bare annotation or a tuple. */
export function assignmentParts(statement: SyntaxNode): { targets: SyntaxNode[]; value: SyntaxNode | null } {
  const parts = [...childrenOf(statement)].filter(({ name }) => name !== 'Comment' && name !== 'TypeDef');
  const last = parts.findLastIndex(({ name }) => name === 'AssignOp');
  const right = parts.slice(last + 1);
  const targets = parts.slice(0, Math.max(last, 0)).filter(({ name }) => name !== 'AssignOp');
  return { targets, value: last >= 0 && right.length === 1 ? (right[0] as SyntaxNode) : null };
}

/** The plain names of a chain, `x.y = name = 1` included; empty for unpacking and for attributes alone. */
export function assignedNames(source: PythonSource, statement: SyntaxNode): string[] {
  const parts = [...childrenOf(statement)].filter(({ name }) => name !== 'Comment' && name !== 'TypeDef');
  const targets = parts.slice(0, -1).filter(({ name }) => name !== 'AssignOp');
  if (parts.length !== targets.length * 2 + 1) return [];
  return targets.filter(({ name }) => name === 'VariableName').map(target => nodeText(source, target));
}
