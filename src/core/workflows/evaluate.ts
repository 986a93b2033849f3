import type { Expression, Operator } from './expression.js';

/** What cannot be told before the run: secrets, outputs of other jobs, the payload of the event … */
export const UNKNOWN = Symbol('unknown');

export type Known = string | number | boolean | null | readonly Known[];
export type Value = Known | typeof UNKNOWN;

/** What contexts stand for; names are in lower case. */
export type Contexts = (path: readonly (string | null)[]) => Value;

/**
 * The value of an expression by the rules of GitHub's page "Evaluate expressions": text is compared without regard to
 * case, values of different types as numbers, `&&` and `||` give one of their operands. What is unknown stays so,
 * unless it does not matter.
 */
export function evaluate(expression: Expression, contexts: Contexts): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'context':
      return contexts(expression.path);
    case 'not': {
      const truth = isTrue(evaluate(expression.operand, contexts));
      return truth === null ? UNKNOWN : !truth;
    }
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, contexts);
    case 'call':
      return call(
        expression.name,
        expression.args.map(argument => evaluate(argument, contexts)),
      );
  }
}

/** Whether a value counts as true; null where that cannot be told. */
export function isTrue(value: Value): boolean | null {
  if (value === UNKNOWN) return null;
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
  return value !== '' && value !== false && value !== null;
}

/** A value as text, as `${{ }}` writes it; null where it is not known. */
export function textOfValue(value: Value): string | null {
  if (value === UNKNOWN || Array.isArray(value)) return null;
  return value === null ? '' : String(value);
}

function binary(operator: Operator, left: Expression, right: Expression, contexts: Contexts): Value {
  const first = evaluate(left, contexts);
  if (operator === '&&' || operator === '||') return choose(operator, first, evaluate(right, contexts));
  const second = evaluate(right, contexts);
  if (first === UNKNOWN || second === UNKNOWN) return UNKNOWN;
  if (operator === '==' || operator === '!=') return looselyEqual(first, second) === (operator === '==');
  return compare(operator, first, second);
}

function choose(operator: '&&' | '||', first: Value, second: Value): Value {
  const truth = isTrue(first);
  if (truth !== null) return truth === (operator === '&&') ? second : first;
  // Whatever the first is, the second decides: `unknown && false` is false.
  const other = isTrue(second);
  return other === (operator === '||') ? other : UNKNOWN;
}

function looselyEqual(left: Known, right: Known): boolean {
  if (typeof left === 'string' && typeof right === 'string') return fold(left) === fold(right);
  if (left === null && right === null) return true;
  return numberOf(left) === numberOf(right);
}

function compare(operator: Operator, left: Known, right: Known): boolean {
  const [a, b] =
    typeof left === 'string' && typeof right === 'string'
      ? [fold(left), fold(right)]
      : [numberOf(left), numberOf(right)];
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

function numberOf(value: Known): number {
  if (typeof value === 'object' && value !== null) return Number.NaN;
  return Number(value);
}

function fold(text: string): string {
  return text.toUpperCase();
}

function call(name: string, args: readonly Value[]): Value {
  switch (name) {
    case 'always':
      return true;
    case 'startswith':
      return onTexts(args, (text, part) => text.startsWith(part));
    case 'endswith':
      return onTexts(args, (text, part) => text.endsWith(part));
    case 'contains':
      return contains(args);
    case 'format':
      return format(args);
    case 'fromjson':
      return fromJson(args[0]);
    case 'join':
      return join(args);
    default:
      return UNKNOWN;
  }
}

function onTexts(args: readonly Value[], test: (text: string, part: string) => boolean): Value {
  const [text, part] = args.map(textOfValue);
  return text === null || text === undefined || part === null || part === undefined
    ? UNKNOWN
    : test(fold(text), fold(part));
}

function contains([search, item]: readonly Value[]): Value {
  if (search === undefined || item === undefined || search === UNKNOWN || item === UNKNOWN) return UNKNOWN;
  if (Array.isArray(search)) return search.some(each => looselyEqual(each, item));
  return onTexts([search, item], (text, part) => text.includes(part));
}

function format([template, ...values]: readonly Value[]): Value {
  const text = template === undefined ? null : textOfValue(template);
  const texts = values.map(textOfValue);
  if (text === null || texts.includes(null)) return UNKNOWN;
  return text.replace(/\{\{|\}\}|\{(\d+)\}/g, (mark, index?: string) =>
    index === undefined ? mark.slice(1) : (texts[Number(index)] ?? ''),
  );
}

function join([list, separator]: readonly Value[]): Value {
  const between = separator === undefined ? ',' : textOfValue(separator);
  if (!Array.isArray(list) || between === null) return UNKNOWN;
  const texts = (list as readonly Known[]).map(textOfValue);
  return texts.includes(null) ? UNKNOWN : texts.join(between);
}

function fromJson(value: Value | undefined): Value {
  const text = value === undefined ? null : textOfValue(value);
  if (text === null) return UNKNOWN;
  try {
    const parsed: unknown = JSON.parse(text);
    return isKnown(parsed) ? parsed : UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}

function isKnown(value: unknown): value is Known {
  if (Array.isArray(value)) return value.every(isKnown);
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
