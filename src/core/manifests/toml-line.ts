/**
 * The line of a key in a TOML document, without building a syntax tree: `list` names the line of every version
 * of a thousand packages. The document must be valid. Editing uses the tree, see toml-range.ts.
 */

/** Counts from 1; null where the key is not in the document. */
export function tomlLine(text: string, path: readonly string[]): number | null {
  const scanner = new Scanner(text);
  for (let table: readonly string[] = []; ; ) {
    const statement = scanner.next();
    if (statement === null) return null;
    if (statement.header) table = statement.keys;
    const keys = statement.header ? table : [...table, ...statement.keys];
    if (!statement.header && startsWith(path, keys)) return statement.line;
  }
}

function startsWith(path: readonly string[], keys: readonly string[]): boolean {
  return keys.length > 0 && keys.length <= path.length && keys.every((key, index) => key === path[index]);
}

interface Statement {
  readonly header: boolean;
  readonly keys: readonly string[];
  readonly line: number;
}

/** Walks over the statements of a document: headers, and keys with their values skipped. */
class Scanner {
  private readonly text: string;
  private at = 0;
  private line = 1;

  constructor(text: string) {
    this.text = text;
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  next(): Statement | null {
    this.skipBlank();
    if (this.at >= this.text.length) return null;
    const line = this.line;
    const header = this.text[this.at] === '[';
    if (header) {
      while (this.text[this.at] === '[') this.at++;
      const keys = this.keys(']');
      this.skipLine();
      return { header, keys, line };
    }
    const keys = this.keys('=');
    this.at++;
    this.skipValue();
    return { header, keys, line };
  }

  private skipBlank(): void {
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at];
      if (character === '\n') this.line++;
      else if (character === '#') {
        this.skipLine();
        this.at--;
      } else if (character !== ' ' && character !== '\t' && character !== '\r') return;
    }
  }

  /** To the newline, which is left to be counted. */
  private skipLine(): void {
    const newline = this.text.indexOf('\n', this.at);
    this.at = newline < 0 ? this.text.length : newline;
  }

  /** A dotted key up to `end`, which is not taken. */
  private keys(end: string): string[] {
    const keys: string[] = [];
    let bare = '';
    for (; this.at < this.text.length && this.text[this.at] !== end; ) {
      const character = this.text[this.at] as string;
      if (character === '"' || character === "'") {
        const from = this.at;
        this.skipString();
        bare = unquote(this.text.slice(from, this.at));
        continue;
      }
      if (character === '.') {
        keys.push(bare);
        bare = '';
      } else if (character !== ' ' && character !== '\t') {
        bare += character;
      }
      this.at++;
    }
    return [...keys, bare];
  }

  /** To the end of the statement: the newline outside of brackets and strings. */
  private skipValue(): void {
    for (let depth = 0; this.at < this.text.length; ) {
      const character = this.text[this.at];
      if (character === '"' || character === "'") {
        this.skipString();
        continue;
      }
      if (character === '#') {
        this.skipLine();
        continue;
      }
      if (character === '[' || character === '{') depth++;
      else if (character === ']' || character === '}') depth--;
      else if (character === '\n') {
        if (depth <= 0) return;
        this.line++;
      }
      this.at++;
    }
  }

  private skipString(): void {
    const quote = this.text[this.at] as string;
    const multiline = this.text.startsWith(quote.repeat(3), this.at);
    const end = multiline ? quote.repeat(3) : quote;
    for (this.at += end.length; this.at < this.text.length; this.at++) {
      if (this.text[this.at] === '\n') this.line++;
      if (quote === '"' && this.text[this.at] === '\\') this.at++;
      else if (this.text.startsWith(end, this.at)) break;
    }
    this.at += end.length;
    // Up to two quotes may stand right before the closing ones.
    while (multiline && this.text[this.at] === quote) this.at++;
  }
}

/** Escapes in quoted keys are as good as never used for the keys that are looked for. */
function unquote(text: string): string {
  return text.startsWith('"') && text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}
