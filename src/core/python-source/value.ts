import type { SyntaxNode } from '@lezer/common';
import { type Binding, moduleBindings } from './bindings.js';
import { formatted, interpolated } from './fill.js';
import { childrenOf, nodeText, type PythonSource } from './parse.js';
import { readString, type StringLiteral } from './string-literal.js';

/** What an expression is known to be without running it. */
export type PythonValue =
  | { readonly kind: 'string'; readonly value: string; readonly literal: StringLiteral | null }
  /** Text with gaps: `{}` stands for each part that only running the code would tell. */
  | { readonly kind: 'template'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'list'; readonly items: readonly PythonValue[] }
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, PythonValue> }
  | { readonly kind: 'unknown' };

const UNKNOWN: PythonValue = { kind: 'unknown' };
const GAP = '{}';
const DEEPEST = 20;

/**
 * Evaluates literals, f-strings, names, `+`, `%` and `format` of strings, `+` of lists, `dict(...)`. A name is
 * known where the module assigns it once; a list also with what is appended to it, in whatever branch.
 */
export class Evaluator {
  private readonly source: PythonSource;
  private bindings: ReadonlyMap<string, Binding> | null = null;
  private readonly open = new Set<string>();

  constructor(source: PythonSource) {
    this.source = source;
  }

  evaluate(node: SyntaxNode, depth = 0): PythonValue {
    if (depth > DEEPEST) return UNKNOWN;
    const inner = (child: SyntaxNode) => this.evaluate(child, depth + 1);
    const parts = () => [...childrenOf(node)].filter(isExpression);
    switch (node.name) {
      case 'String':
        return readString(nodeText(this.source, node), node.from) ?? UNKNOWN;
      case 'FormatString':
        return this.formatString(node, depth);
      case 'ContinuedString':
        return concatenate([...childrenOf(node)].map(inner));
      case 'Number':
        return { kind: 'number', value: Number(nodeText(this.source, node).replaceAll('_', '')) };
      case 'VariableName':
        return this.name(nodeText(this.source, node), depth);
      case 'ParenthesizedExpression':
        return parts().length === 1 ? inner(parts()[0] as SyntaxNode) : UNKNOWN;
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'SetExpression':
        return { kind: 'list', items: parts().map(inner) };
      case 'DictionaryExpression':
        return { kind: 'dict', entries: this.dictionary(node, depth) };
      case 'BinaryExpression':
        return this.operation(node, depth);
      case 'CallExpression':
        return this.call(node, depth);
      default:
        return UNKNOWN;
    }
  }

  /** The arguments of a call by name; those of `**mapping` too, where the mapping is known. */
  keywordArguments(call: SyntaxNode, depth = 0): Map<string, { node: SyntaxNode; value: PythonValue }> {
    const found = new Map<string, { node: SyntaxNode; value: PythonValue }>();
    const parts = [...childrenOf(call.getChild('ArgList') ?? call)].filter(({ name }) => name !== 'Comment');
    for (const [index, part] of parts.entries()) {
      const [before, node] = [parts[index - 1], parts[index + 1]];
      if (node === undefined) continue;
      if (part.name === 'AssignOp' && before !== undefined) {
        found.set(nodeText(this.source, before), { node, value: this.evaluate(node, depth + 1) });
      } else if (nodeText(this.source, part) === '**') {
        const spread = this.evaluate(node, depth + 1);
        if (spread.kind === 'dict')
          for (const [key, value] of spread.entries) found.set(key, { node, value });
      }
    }
    return found;
  }

  private name(name: string, depth: number): PythonValue {
    this.bindings ??= moduleBindings(this.source);
    const binding = this.bindings.get(name);
    // A name that is part of its own value, `a = a + [...]`, adds nothing new.
    if (binding === undefined || binding.unknown || this.open.has(name)) return UNKNOWN;
    this.open.add(name);
    const values = binding.values.map(node => this.evaluate(node, depth + 1));
    const additions = binding.additions.map(node => this.evaluate(node, depth + 1));
    const entries = binding.entries.map(
      ({ key, value }) => [this.evaluate(key, depth + 1), this.evaluate(value, depth + 1)] as const,
    );
    this.open.delete(name);
    const [first] = values;
    if (first === undefined) return UNKNOWN;
    if (entries.length > 0 && first.kind === 'dict') {
      const added = entries.flatMap(([key, value]) =>
        key.kind === 'string' ? [[key.value, value] as const] : [],
      );
      return { kind: 'dict', entries: new Map([...first.entries, ...added]) };
    }
    if (values.length === 1 && additions.length === 0) return first;
    const all = [...values, ...additions];
    if (!all.some(({ kind }) => kind === 'list')) return UNKNOWN;
    return { kind: 'list', items: all.flatMap(value => (value.kind === 'list' ? value.items : [value])) };
  }

  private dictionary(node: SyntaxNode, depth: number): Map<string, PythonValue> {
    const entries = new Map<string, PythonValue>();
    const parts = [...childrenOf(node)];
    for (const [index, part] of parts.entries()) {
      const [before, after] = [parts[index - 1], parts[index + 1]];
      if (part.name !== ':' || before === undefined || after === undefined) continue;
      const key = this.evaluate(before, depth + 1);
      if (key.kind === 'string') entries.set(key.value, this.evaluate(after, depth + 1));
    }
    return entries;
  }

  private formatString(node: SyntaxNode, depth: number): PythonValue {
    const raw = nodeText(this.source, node);
    const opening = /^[a-zA-Z]+("""|'''|"|')/.exec(raw);
    if (opening === null) return UNKNOWN;
    let at = node.from + opening[0].length;
    let value = '';
    let complete = true;
    for (const part of childrenOf(node)) {
      value += this.source.text.slice(at, part.from);
      at = part.to;
      const [expression, ...others] = [...childrenOf(part)].filter(isExpression);
      const known =
        expression === undefined || others.length > 0 ? UNKNOWN : this.evaluate(expression, depth + 1);
      complete &&= known.kind === 'string';
      value += known.kind === 'string' ? known.value : GAP;
    }
    value = (value + this.source.text.slice(at, node.to - (opening[1] as string).length))
      .replaceAll('{{', '{')
      .replaceAll('}}', '}');
    return complete ? { kind: 'string', value, literal: null } : { kind: 'template', value };
  }

  private operation(node: SyntaxNode, depth: number): PythonValue {
    const [left, operator, right] = [...childrenOf(node)];
    if (left === undefined || right === undefined || operator === undefined) return UNKNOWN;
    const sign = nodeText(this.source, operator);
    const value = this.evaluate(left, depth + 1);
    const other = this.evaluate(right, depth + 1);
    if (sign === '%' && value.kind === 'string') {
      const known = other.kind === 'string' ? interpolated(value.value, other.value) : null;
      return textOf(known, value.value.replace(/%(?:\(\w*\))?[sdr]/g, GAP));
    }
    if (sign !== '+') return UNKNOWN;
    const values = [value, other];
    // A list added to something unknown still needs what it names itself.
    if (!values.some(({ kind }) => kind === 'list')) return concatenate(values);
    return { kind: 'list', items: values.flatMap(each => (each.kind === 'list' ? each.items : [UNKNOWN])) };
  }

  private call(node: SyntaxNode, depth: number): PythonValue {
    const callee = node.firstChild;
    if (callee?.name === 'VariableName' && nodeText(this.source, callee) === 'dict') {
      const entries = [...this.keywordArguments(node, depth)].map(
        ([name, { value }]) => [name, value] as const,
      );
      return { kind: 'dict', entries: new Map(entries) };
    }
    const [object, , method] = callee?.name === 'MemberExpression' ? [...childrenOf(callee)] : [];
    if (object === undefined || method === undefined || nodeText(this.source, method) !== 'format')
      return UNKNOWN;
    const text = this.evaluate(object, depth + 1);
    if (text.kind !== 'string') return UNKNOWN;
    const named = [...this.keywordArguments(node, depth)].map(
      ([name, { value }]) => [name, knownText(value)] as const,
    );
    const known = formatted(text.value, this.positionalArguments(node, depth).map(knownText), new Map(named));
    return textOf(known, text.value.replace(/\{[^{}]*\}/g, GAP));
  }

  /** Those before the first named or unpacked one. */
  private positionalArguments(call: SyntaxNode, depth: number): PythonValue[] {
    const parts = [...childrenOf(call.getChild('ArgList') ?? call)].filter(isExpression);
    const end = parts.findIndex(
      (part, index) => parts[index + 1]?.name === 'AssignOp' || /^\*/.test(nodeText(this.source, part)),
    );
    return parts.slice(0, end < 0 ? undefined : end).map(part => this.evaluate(part, depth + 1));
  }
}

function knownText(value: PythonValue): string | null {
  return value.kind === 'string' ? value.value : null;
}

function textOf(known: string | null, template: string): PythonValue {
  return known === null
    ? { kind: 'template', value: template }
    : { kind: 'string', value: known, literal: null };
}

/** Text of several parts; from the first unknown part on it has gaps. */
function concatenate(values: readonly PythonValue[]): PythonValue {
  const texts = values.map(value =>
    value.kind === 'string' || value.kind === 'template' ? value.value : GAP,
  );
  if (values.every(({ kind }) => kind === 'string'))
    return { kind: 'string', value: texts.join(''), literal: null };
  return texts.every(text => text === GAP) ? UNKNOWN : { kind: 'template', value: texts.join('') };
}

function isExpression(node: SyntaxNode): boolean {
  return !/^[()[\]{},]$|^Comment$/.test(node.name);
}
