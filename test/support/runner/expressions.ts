/** What expressions of workflows work on. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
export type Contexts = Readonly<Record<string, Value>>;

/** How the jobs or steps before stand, for `success()` and the like. */
export type Status = 'success' | 'failure';

const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>-?\d+(?:\.\d+)?)|(?<name>[A-Za-z_][\w-]*)|(?<mark>&&|\|\||[=!<>]=|[<>!()[\],.*]))/y;

/** Evaluates one expression by the rules of "Expressions" in GitHub's documentation; those of this project's needs. */
export function evaluate(expression: string, contexts: Contexts, status: Status = 'success'): Value {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let rest = expression.trimEnd(); TOKEN.lastIndex < rest.length; ) {
    const match = TOKEN.exec(rest);
    if (match === null) throw new Error(`not an expression: ${expression}`);
    tokens.push(match[0].trim());
    rest = expression.trimEnd();
  }
  const parser = new Parser(tokens, contexts, status);
  const value = parser.either();
  if (!parser.isDone()) throw new Error(`not an expression: ${expression}`);
  return value;
}

/** A text with its `${{ }}` filled in; one that is nothing but an expression keeps the kind of its value. */
export function interpolate(text: string, contexts: Contexts, status?: Status): Value {
  const whole = /^\$\{\{((?:(?!\}\})[\s\S])*)\}\}$/.exec(text);
  if (whole !== null) return evaluate(whole[1] ?? '', contexts, status);
  return text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, inner: string) =>
    textOf(evaluate(inner, contexts, status)),
  );
}

/** Fills in all texts of a value, at any depth. */
export function fill(value: Value, contexts: Contexts): Value {
  if (typeof value === 'string') return interpolate(value, contexts);
  if (Array.isArray(value)) return value.map((each: Value) => fill(each, contexts));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, contexts)]));
}

export function textOf(value: Value): string {
  if (value === null) return '';
  return Array.isArray(value) ? 'Array' : typeof value === 'object' ? 'Object' : String(value);
}

export function isTrue(value: Value): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

/** Evaluates while it parses: nothing has an effect, so both sides of `&&` may be looked at. */
class Parser {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly contexts: Contexts;
  private readonly status: Status;

  constructor(tokens: readonly string[], contexts: Contexts, status: Status) {
    this.tokens = tokens;
    this.contexts = contexts;
    this.status = status;
  }

  isDone(): boolean {
    return this.at === this.tokens.length;
  }

  either(): Value {
    let left = this.both();
    while (this.take('||')) {
      const right = this.both();
      left = isTrue(left) ? left : right;
    }
    return left;
  }

  private both(): Value {
    let left = this.comparison();
    while (this.take('&&')) {
      const right = this.comparison();
      left = isTrue(left) ? right : left;
    }
    return left;
  }

  private comparison(): Value {
    let left = this.unary();
    for (;;) {
      const operator = ['==', '!=', '<=', '>=', '<', '>'].find(each => this.take(each));
      if (operator === undefined) return left;
      left = compare(operator, left, this.unary());
    }
  }

  private unary(): Value {
    return this.take('!') ? !isTrue(this.unary()) : this.access();
  }

  private access(): Value {
    let value = this.primary();
    for (;;) {
      if (this.take('.')) value = this.take('*') ? valuesOf(value) : at(value, this.next());
      else if (this.take('[')) {
        const key = this.take('*') ? null : this.either();
        this.expect(']');
        value = key === null ? valuesOf(value) : at(value, key as string | number);
      } else return value;
    }
  }

  private primary(): Value {
    const token = this.next();
    if (token === '(') {
      const value = this.either();
      this.expect(')');
      return value;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^-?\d/.test(token)) return Number(token);
    if (this.take('(')) return this.call(token);
    const words: Contexts = { true: true, false: false, null: null };
    return words[token] ?? this.contexts[token] ?? null;
  }

  private call(name: string): Value {
    const given: Value[] = [];
    while (!this.take(')')) {
      given.push(this.either());
      this.take(',');
    }
    const [first = null, second = null] = given;
    const [a, b] = [textOf(first).toLowerCase(), textOf(second).toLowerCase()];
    switch (name) {
      case 'success':
        return this.status === 'success';
      case 'failure':
        return this.status === 'failure';
      case 'always':
        return true;
      case 'cancelled':
        return false;
      case 'startsWith':
        return a.startsWith(b);
      case 'endsWith':
        return a.endsWith(b);
      case 'contains':
        return Array.isArray(first) ? first.some(each => textOf(each).toLowerCase() === b) : a.includes(b);
      case 'fromJSON':
        return JSON.parse(textOf(first)) as Value;
      case 'toJSON':
        return JSON.stringify(first, null, 2);
      case 'join':
        return (Array.isArray(first) ? first : [first])
          .map(textOf)
          .join(second === null ? ',' : textOf(second));
      case 'format':
        return textOf(first).replace(/\{(\d+)\}/g, (_, index: string) =>
          textOf(given[Number(index) + 1] ?? null),
        );
      default:
        throw new Error(`no such function here: ${name}`);
    }
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private next(): string {
    return this.tokens[this.at++] ?? '';
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new Error(`${token} is missing in ${this.tokens.join(' ')}`);
  }
}

function at(value: Value, key: string | number): Value {
  if (Array.isArray(value) && typeof key === 'string') return value.map((each: Value) => at(each, key));
  if (value === null || typeof value !== 'object') return null;
  return Object.hasOwn(value, key) ? ((value as Record<string | number, Value>)[key] ?? null) : null;
}

function valuesOf(value: Value): Value {
  return value === null || typeof value !== 'object' ? [] : Object.values(value);
}

/** Texts are compared without regard to case, and values of two kinds as numbers. */
function compare(operator: string, left: Value, right: Value): boolean {
  const same = typeof left === typeof right && left !== null && right !== null;
  const [a, b] = same
    ? [left, right].map(each => (typeof each === 'string' ? each.toLowerCase() : each))
    : [numberOf(left), numberOf(right)];
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  const [x, y] = [a as number, b as number];
  return operator === '<' ? x < y : operator === '>' ? x > y : operator === '<=' ? x <= y : x >= y;
}

function numberOf(value: Value): number {
  return value === null ? 0 : typeof value === 'object' ? Number.NaN : Number(value);
}
