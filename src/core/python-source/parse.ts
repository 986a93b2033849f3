import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';

/** A parsed Python file. Offsets count UTF-16 units of `text`. */
export interface PythonSource {
  readonly text: string;
  readonly tree: Tree;
}

/** Never fails: what cannot be parsed becomes error nodes, and those hold no assignment that relctl trusts. */
export function parsePython(text: string): PythonSource {
  // A byte order mark would be an error to the parser; a blank in its place keeps the offsets.
  return { text, tree: parser.parse(text.replace(/^\uFEFF/, ' ')) };
}

export function nodeText(source: PythonSource, node: SyntaxNode): string {
  return source.text.slice(node.from, node.to);
}

export function* childrenOf(node: SyntaxNode): Generator<SyntaxNode> {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) yield child;
}

/** The statements of the module itself: not those in functions, classes, `if` and `try`. */
export function* moduleStatements(source: PythonSource): Generator<SyntaxNode> {
  for (const node of childrenOf(source.tree.topNode)) {
    if (node.name === 'StatementGroup') yield* childrenOf(node);
    else yield node;
  }
}
