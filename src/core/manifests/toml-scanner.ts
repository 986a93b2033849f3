import { unquote } from './toml-unquote.js';

/** Where something is written: the offsets of its key and of its value in UTF-16 units. */
export interface Written {
  readonly key: number;
  readonly value: number;
}

/** Whether `path` begins with `keys`. */
export function startsWith(path: readonly string[], keys: readonly string[]): boolean {
  return keys.length <= path.length && keys.every((key, index) => key === path[index]);
}

/** What most documents are made of; the rest is read character by character. */
const BLANK = /[ \t\r\n]+|#[^\n]*/y;
const PLAIN_KEYS = /[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*[ \t]*/y;
const UNREMARKABLE = /[^"'#[\]{},\n]*/y;
const SHORT_STRING = /"(?!"")(?:[^"\\\n]|\\.)*"|'(?!'')[^'\n]*'/y;

/** Walks over the statements of a document: headers, and keys with their values. */
export class TomlScanner {
  private readonly text: string;
  private at: number;

  /** @param at where a statement starts, or blank lines before one */
  constructor(text: string, at = text.charCodeAt(0) === 0xfeff ? 1 : 0) {
    this.text = text;
    this.at = at;
  }

  /** The offset of the next statement; null at the end. */
  nextStatement(): number | null {
    this.skipBlank();
    return this.at < this.text.length ? this.at : null;
  }

  /** Reads a header; null where the statement is none. */
  header(): { keys: string[]; isArray: boolean } | null {
    if (this.text[this.at] !== '[') return null;
    const isArray = this.text[this.at + 1] === '[';
    this.at += isArray ? 2 : 1;
    const keys = this.keys(']');
    this.skipComment();
    return { keys, isArray };
  }

  /** Reads a key and its value. Gives the place of `path`, which counts from here, where this statement writes it. */
  keyValue(path: readonly string[] | null): Written | null {
    const key = this.at;
    const keys = this.keys('=');
    this.at++;
    const rest = path !== null && startsWith(path, keys) ? path.slice(keys.length) : null;
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
    return this.value(rest, key);
  }

  /** Reads a value. What is asked for behind a plain value stands where that does. */
  private value(path: readonly string[] | null, key: number): Written | null {
    const here = { key, value: this.at };
    if (path?.length === 0) return here;
    if (path !== null && this.text[this.at] === '{') return this.inlineTable(path);
    if (path !== null && this.text[this.at] === '[') return this.array(path, here);
    this.skipValue();
    return path === null ? null : here;
  }

  /** The element that the path begins with; the array itself where it has none. */
  private array(path: readonly string[], here: Written): Written {
    this.at++;
    const wanted = Number(path[0]);
    for (let index = 0; ; ) {
      this.skipBlank();
      const character = this.text[this.at];
      if (character === ',') {
        index++;
        this.at++;
      } else if (character === ']' || character === undefined) break;
      else {
        const element = { key: this.at, value: this.at };
        const found = this.value(index === wanted ? path.slice(1) : null, this.at);
        if (index === wanted) return found ?? element;
      }
    }
    this.at++;
    return here;
  }

  private inlineTable(path: readonly string[]): Written | null {
    this.at++;
    for (;;) {
      this.skipBlank();
      const character = this.text[this.at];
      if (character === ',') this.at++;
      else if (character === '}' || character === undefined) break;
      else {
        const found = this.keyValue(path);
        if (found !== null) return found;
      }
    }
    this.at++;
    return null;
  }

  private skipBlank(): void {
    while (this.match(BLANK) !== '');
  }

  /** Takes what a sticky expression matches here; empty where it does not. */
  private match(expression: RegExp): string {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private skipComment(): void {
    const newline = this.text.indexOf('\n', this.at);
    this.at = newline < 0 ? this.text.length : newline;
  }

  /** A dotted key up to `end`, which is not taken. */
  private keys(end: string): string[] {
    const plain = this.match(PLAIN_KEYS);
    if (plain !== '' && this.text[this.at] === end) return plain.trimEnd().split('.');
    this.at -= plain.length;
    const keys: string[] = [];
    let key = '';
    while (this.at < this.text.length && this.text[this.at] !== end) {
      const character = this.text[this.at] as string;
      if (character === '"' || character === "'") {
        const from = this.at;
        this.skipString();
        key = unquote(this.text.slice(from, this.at));
        continue;
      }
      if (character === '.') {
        keys.push(key);
        key = '';
      } else if (character !== ' ' && character !== '\t') {
        key += character;
      }
      this.at++;
    }
    return [...keys, key];
  }

  /** To the end of a value: outside of brackets and strings a newline, a comma or a closing bracket. */
  private skipValue(): void {
    for (let depth = 0; ; this.at++) {
      this.match(UNREMARKABLE);
      const character = this.text[this.at];
      if (character === undefined) return;
      if (character === '"' || character === "'") {
        this.skipString();
        this.at--;
      } else if (character === '#') {
        this.skipComment();
        this.at--;
      } else if (character === '[' || character === '{') {
        depth++;
      } else if (depth === 0 && /[\n,}\]]/.test(character)) {
        return;
      } else if (character === ']' || character === '}') {
        depth--;
      }
    }
  }

  private skipString(): void {
    if (this.match(SHORT_STRING) !== '') return;
    const quote = this.text[this.at] as string;
    const isLong = this.text.startsWith(quote.repeat(3), this.at);
    const end = isLong ? quote.repeat(3) : quote;
    for (this.at += end.length; this.at < this.text.length; this.at++) {
      if (quote === '"' && this.text[this.at] === '\\') this.at++;
      else if (this.text.startsWith(end, this.at)) break;
    }
    this.at += end.length;
    // Up to two quotes may stand right before the closing ones.
    while (isLong && this.text[this.at] === quote) this.at++;
  }
}
