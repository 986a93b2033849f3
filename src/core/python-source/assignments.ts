import type { SyntaxNode } from '@lezer/common';
import { childrenOf, moduleStatements, nodeText, type PythonSource } from './parse.js';

/** A module-level assignment to a plain name; each name of a chain `a = b = 1` has its own. */
export interface Assignment {
  readonly name: string;
  readonly value: SyntaxNode;
}

/** In the order of the file. Unpacking, attributes and augmented assignments are left out. */
export function moduleAssignments(source: PythonSource): Assignment[] {
  return [...moduleStatements(source)].flatMap(statement => readAssignment(source, statement));
}

function readAssignment(source: PythonSource, statement: SyntaxNode): Assignment[] {
  if (statement.name !== 'AssignStatement') return [];
  const parts = [...childrenOf(statement)].filter(node => node.name !== 'Comment');
  const names: string[] = [];
  for (let index = 0; index < parts.length; ) {
    const target = parts[index] as SyntaxNode;
    index += parts[index + 1]?.name === 'TypeDef' ? 2 : 1;
    if (parts[index]?.name !== 'AssignOp') {
      // The last part is the value; more than one part is an unparenthesised tuple.
      return index === parts.length ? names.map(name => ({ name, value: target })) : [];
    }
    if (target.name !== 'VariableName') return [];
    names.push(nodeText(source, target));
    index++;
  }
  return [];
}
