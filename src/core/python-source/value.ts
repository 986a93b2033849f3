import type { SyntaxNode } from '@lezer/common';
import { moduleAssignments } from './assignments.js';
import { childrenOf, nodeText, type PythonSource } from './parse.js';

/** What an expression is known to be without running it. */
export type PythonValue =
  | { readonly kind: 'string'; readonly value: string; readonly literal: StringLiteral | null }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'list'; readonly items: readonly PythonValue[] }
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, PythonValue> }
  | { readonly kind: 'unknown' };

/** A single string literal and where the text between its quotes stands. */
export interface StringLiteral {
  readonly from: number;
  readonly to: number;
}

const UNKNOWN: PythonValue = { kind: 'unknown' };
const DEEPEST = 20;

/** Evaluates literals, names of module-level constants, `+` of strings and of lists; everything else is unknown. */
export class Evaluator {
  private readonly source: PythonSource;
  private readonly constants = new Map<string, SyntaxNode>();

  constructor(source: PythonSource) {
    this.source = source;
    // The last assignment is what a later use of the name sees.
    for (const { name, value } of moduleAssignments(source)) this.constants.set(name, value);
  }

  evaluate(node: SyntaxNode, depth = 0): PythonValue {
    if (depth > DEEPEST) return UNKNOWN;
    const inner = (child: SyntaxNode) => this.evaluate(child, depth + 1);
    switch (node.name) {
      case 'String':
        return readString(this.source, node);
      case 'ContinuedString':
        return concatenate([...childrenOf(node)].map(inner));
      case 'Number':
        return { kind: 'number', value: Number(nodeText(this.source, node).replaceAll('_', '')) };
      case 'VariableName': {
        const constant = this.constants.get(nodeText(this.source, node));
        return constant === undefined ? UNKNOWN : inner(constant);
      }
      case 'ParenthesizedExpression':
        return single([...childrenOf(node)].filter(isExpression).map(inner));
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'SetExpression':
        return { kind: 'list', items: [...childrenOf(node)].filter(isExpression).map(inner) };
      case 'DictionaryExpression':
        return this.dictionary(node, depth);
      case 'BinaryExpression':
        return this.sum(node, depth);
      default:
        return UNKNOWN;
    }
  }

  private dictionary(node: SyntaxNode, depth: number): PythonValue {
    const entries = new Map<string, PythonValue>();
    const parts = [...childrenOf(node)];
    for (const [index, part] of parts.entries()) {
      const [before, after] = [parts[index - 1], parts[index + 1]];
      if (part.name !== ':' || before === undefined || after === undefined) continue;
      const key = this.evaluate(before, depth + 1);
      if (key.kind === 'string') entries.set(key.value, this.evaluate(after, depth + 1));
    }
    return { kind: 'dict', entries };
  }

  private sum(node: SyntaxNode, depth: number): PythonValue {
    const [left, operator, right] = [...childrenOf(node)];
    if (left === undefined || right === undefined || operator === undefined) return UNKNOWN;
    if (nodeText(this.source, operator) !== '+') return UNKNOWN;
    const values = [left, right].map(child => this.evaluate(child, depth + 1));
    const lists = values.map(value => (value.kind === 'list' ? value.items : null));
    // A list added to something unknown still needs what it names itself.
    if (lists.some(list => list !== null))
      return { kind: 'list', items: lists.flatMap(list => list ?? [UNKNOWN]) };
    return concatenate(values);
  }
}

/** Reads one string literal; bytes are no text, and formatted strings are another node. */
function readString(source: PythonSource, node: SyntaxNode): PythonValue {
  const raw = nodeText(source, node);
  const match = /^([rRuU]?)("""|'''|"|')/.exec(raw);
  if (match === null) return UNKNOWN;
  const [opening, prefix, quote] = match as unknown as [string, string, string];
  if (!raw.endsWith(quote) || raw.length < opening.length + quote.length) return UNKNOWN;
  const literal = { from: node.from + opening.length, to: node.to - quote.length };
  const text = source.text.slice(literal.from, literal.to);
  if (/^[rR]$/.test(prefix) || !text.includes('\\')) return { kind: 'string', value: text, literal };
  return { kind: 'string', value: resolveEscapes(text), literal: null };
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

function resolveEscapes(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^xu])/gs, (whole, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? whole),
  );
}

function concatenate(values: readonly PythonValue[]): PythonValue {
  let text = '';
  for (const value of values) {
    if (value.kind !== 'string') return UNKNOWN;
    text += value.value;
  }
  return { kind: 'string', value: text, literal: null };
}

function single(values: readonly PythonValue[]): PythonValue {
  return values.length === 1 ? (values[0] as PythonValue) : UNKNOWN;
}

function isExpression(node: SyntaxNode): boolean {
  return !/^[()[\]{},]$|^Comment$/.test(node.name);
}
