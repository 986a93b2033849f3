/** A GitHub expression as a tree. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** `github.event.ref`, names in lower case; null stands for an index that is computed. */
  | { readonly kind: 'context'; readonly path: readonly (string | null)[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

/** The limits of GitHub's own parser. */
const LONGEST = 21_000;
const DEEPEST = 50;

/** Operators that bind loosest come first. */
const PRECEDENCE: readonly (readonly Operator[])[] = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>=']];

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|([-+]?(?:0x[0-9a-f]+|0o[0-7]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?))|([a-z_][\w-]*)|(==|!=|<=|>=|&&|\|\||[<>!()[\].,*]))/iy;

type Token =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'word' | 'mark'; readonly text: string };

/** Reads an expression without `${{` and `}}`; null where it is none. */
export function parseExpression(text: string): Expression | null {
  if (text.length > LONGEST) return null;
  const tokens = tokenize(text);
  if (tokens === null) return null;
  const parser = new Parser(tokens);
  const expression = parser.binary(0);
  return parser.done() ? expression : null;
}

function tokenize(text: string): Token[] | null {
  const tokens: Token[] = [];
  const source = text.trim();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < source.length; ) {
    const match = TOKEN.exec(source);
    if (match === null) return null;
    const [, quoted, number, word, mark] = match;
    if (quoted !== undefined)
      tokens.push({ kind: 'literal', value: quoted.slice(1, -1).replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'literal', value: Number(number) });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word.toLowerCase() });
    else tokens.push({ kind: 'mark', text: mark as string });
  }
  return tokens;
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  done(): boolean {
    return this.at === this.tokens.length;
  }

  binary(level: number): Expression | null {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find(each => this.isMark(each));
      if (left === null || operator === undefined) return left;
      this.at++;
      const right = this.binary(level + 1);
      if (right === null) return null;
      left = { kind: 'binary', operator, left, right };
    }
  }

  private unary(): Expression | null {
    let negations = 0;
    while (this.take('!')) negations++;
    let operand = this.primary();
    // Two negations make a value a boolean, and a third one turns it.
    for (let left = negations > 2 ? 2 - (negations % 2) : negations; left > 0 && operand !== null; left--)
      operand = { kind: 'not', operand };
    return operand;
  }

  private primary(): Expression | null {
    const token = this.tokens[this.at];
    if (token === undefined) return null;
    if (token.kind === 'literal') {
      this.at++;
      return { kind: 'literal', value: token.value };
    }
    if (token.kind === 'mark') return this.take('(') ? this.nested(() => this.group()) : null;
    this.at++;
    if (this.isMark('(')) return this.nested(() => this.call(token.text));
    const value = LITERALS.get(token.text);
    return value === undefined ? this.context(token.text) : { kind: 'literal', value };
  }

  private nested(read: () => Expression | null): Expression | null {
    if (++this.depth > DEEPEST) return null;
    const expression = read();
    this.depth--;
    return expression;
  }

  private group(): Expression | null {
    const inner = this.binary(0);
    return this.take(')') ? inner : null;
  }

  private call(name: string): Expression | null {
    const args: Expression[] = [];
    this.at++;
    while (!this.take(')')) {
      if (args.length > 0 && !this.take(',')) return null;
      const argument = this.binary(0);
      if (argument === null) return null;
      args.push(argument);
    }
    return this.context(null, { kind: 'call', name, args });
  }

  /** A name with what is taken out of it; of a call's result only the call itself is kept. */
  private context(name: string | null, call: Expression | null = null): Expression | null {
    const path: (string | null)[] = [name];
    for (;;) {
      if (this.take('.')) {
        const token = this.tokens[this.at++];
        if (token?.kind === 'word') path.push(token.text);
        else if (token?.kind === 'mark' && token.text === '*') path.push(null);
        else return null;
      } else if (this.take('[')) {
        const index = this.take('*') ? null : this.nested(() => this.binary(0));
        if (!this.take(']')) return null;
        path.push(index?.kind === 'literal' ? String(index.value).toLowerCase() : null);
      } else {
        return call !== null && path.length === 1 ? call : { kind: 'context', path };
      }
    }
  }

  private isMark(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'mark' && token.text === text;
  }

  private take(text: string): boolean {
    if (!this.isMark(text)) return false;
    this.at++;
    return true;
  }
}

const LITERALS: ReadonlyMap<string, boolean | number | null> = new Map<string, boolean | number | null>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['nan', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
]);
