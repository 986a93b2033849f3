import type { YamlEntry, YamlNode, YamlScalar } from './yaml-node.js';

/**
 * Reads the YAML that nearly all workflows are written in: maps and lists by indentation, scalars on one line, `|` blocks
 * and lists in brackets on one line. Null for anything else, and for anything doubtful, which the library then reads:
 * loading and running that takes longer than all the rest. What is read here is the same there; a test compares them.
 */
export function readPlainYaml(text: string): YamlNode | null {
  const plain = text.replace(/^\ufeff/, '');
  const lines = plain.split(/\r?\n/);
  if (lines.length > MOST_LINES || DOUBTFUL.test(plain)) return null;
  const reader = new Reader(lines);
  const root = reader.block(0);
  return root !== null && reader.atEnd() ? root : null;
}

/** Tabs, controls, lone carriage returns, and what is white space to a regular expression and not to YAML. */
const DOUBTFUL = /\r(?!\n)|[^\S \r\n]|(?![\r\n])\p{Cc}|\p{Cs}/u;

const MOST_LINES = 20_000;
const DEEPEST = 40;
const KEY = /^([A-Za-z_][\w.-]*|'[^'\\]*'|"[^"\\]*"):(?= |$)/;
/** A scalar without quotes: how it starts, and that nothing in it could be a key or a comment. */
const PLAIN = /^(?:[A-Za-z0-9_./$(<~=^;+]|-(?=[^\s]))(?:(?!: | #|:$).)*$/;
const QUOTED = /^(?:'((?:[^']|'')*)'|"([^"\\]*)")$/;

class Reader {
  private readonly lines: readonly string[];
  private at = 0;
  private depth = 0;
  /** The line that was measured last, and how far it stands in. */
  private measured = -1;
  private margin = -1;

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  atEnd(): boolean {
    return this.indent() === -1;
  }

  /** The map or list whose lines stand at least that far in; null where there is none of a known kind. */
  block(least: number): YamlNode | null {
    const indent = this.indent();
    if (indent < least || ++this.depth > DEEPEST) return null;
    const line = this.lines[this.at] as string;
    const node = /^-(?: |$)/.test(line.slice(indent)) ? this.list(indent) : this.map(indent, indent);
    this.depth--;
    return node;
  }

  /** How far the next line that holds something stands in; -1 at the end. */
  private indent(): number {
    if (this.measured !== this.at) {
      this.margin = this.measure();
      this.measured = this.at;
    }
    return this.margin;
  }

  private measure(): number {
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at] as string;
      const indent = line.search(/[^ ]/);
      if (indent >= 0 && line[indent] !== '#') return indent;
    }
    return -1;
  }

  private list(indent: number): YamlNode | null {
    const place = { line: this.at + 1, column: indent + 1 };
    const items: YamlNode[] = [];
    while (this.indent() === indent) {
      const line = this.lines[this.at] as string;
      const rest = /^- +(?=\S)/.exec(line.slice(indent));
      if (rest === null) return null;
      const column = indent + rest[0].length;
      const isMap = KEY.test(line.slice(column));
      const item = isMap ? this.map(column, column) : this.value(column, indent, false);
      if (item === null) return null;
      items.push(item);
    }
    return this.indent() > indent ? null : { kind: 'list', items, place };
  }

  /** @param start where the first key stands, behind the mark of a list or not */
  private map(indent: number, start: number): YamlNode | null {
    const place = { line: this.at + 1, column: start + 1 };
    const entries = new Map<string, YamlEntry>();
    if (++this.depth > DEEPEST) return null;
    do {
      const line = this.lines[this.at] as string;
      const key = KEY.exec(line.slice(indent));
      if (key === null) return null;
      const name = (key[1] as string).replace(/^(['"])(.*)\1$/, '$2');
      const at = { line: this.at + 1, column: indent + 1 };
      const value = this.value(indent + key[0].length, indent, true);
      if (value === null || entries.has(name)) return null;
      entries.set(name, { place: at, value });
    } while (this.indent() === indent);
    this.depth--;
    return this.indent() > indent ? null : { kind: 'map', entries, place };
  }

  /** What stands behind a key or the mark of a list, on the same line or below it. */
  private value(column: number, indent: number, ofKey: boolean): YamlNode | null {
    const line = this.lines[this.at] as string;
    const start = column + line.slice(column).search(/\S|$/);
    const text = withoutComment(line.slice(start));
    const place = { line: this.at + 1, column: start + 1 };
    this.at++;
    if (text === '') return ofKey ? this.below(indent, place) : null;
    if (/^\|[-+]?$/.test(text)) return this.literal(text, indent, place);
    if (text.startsWith('[')) return this.ends(indent) ? bracketed(text, place) : null;
    const value = scalar(text, place);
    return value !== null && this.ends(indent) ? value : null;
  }

  private below(indent: number, place: YamlScalar['place']): YamlNode | null {
    const next = this.indent();
    const isList = next === indent && /^-(?: |$)/.test((this.lines[this.at] as string).slice(indent));
    if (next > indent || isList) return this.block(next);
    return { kind: 'scalar', text: '', place, plain: true, block: false };
  }

  /** Whether nothing goes on with a value that is complete. */
  private ends(indent: number): boolean {
    return this.indent() <= indent;
  }

  private literal(header: string, indent: number, place: YamlScalar['place']): YamlNode | null {
    const from = this.at;
    let inner = -1;
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at] as string;
      const start = line.search(/[^ ]/);
      if (start < 0) {
        // Blanks before the first line could say how far the text stands in.
        if (inner < 0 && line !== '') return null;
      } else if (start <= indent || (inner >= 0 && start < inner)) break;
      else if (inner < 0) inner = start;
    }
    // A comment right behind the text may belong to either.
    const next = this.lines[this.at];
    if (inner < 0 || (next !== undefined && next.search(/[^ ]/) > indent)) return null;
    const all = this.lines.slice(from, this.at).map(line => line.slice(inner));
    while (all.at(-1) === '') all.pop();
    // Blanks beyond the margin are text.
    if (header === '|+' || /^ *$/.test(all.at(-1) ?? '')) return null;
    const text = `${all.join('\n')}${header === '|' ? '\n' : ''}`;
    return { kind: 'scalar', text, place, plain: false, block: true };
  }
}

/** A value without what follows ` #`, unless that may be within quotes. */
function withoutComment(text: string): string {
  const quoted = /^(?:'(?:[^']|'')*'|"[^"\\]*")/.exec(text)?.[0] ?? '';
  const comment = text.slice(quoted.length).search(quoted === '' ? /(?:^| )#/ : / #/);
  return (comment < 0 ? text : text.slice(0, quoted.length + comment)).trimEnd();
}

function scalar(text: string, place: YamlScalar['place']): YamlScalar | null {
  const quoted = QUOTED.exec(text);
  if (quoted !== null) {
    const value = quoted[1]?.replaceAll("''", "'") ?? (quoted[2] as string);
    return { kind: 'scalar', text: value, place, plain: false, block: false };
  }
  return PLAIN.test(text) ? { kind: 'scalar', text, place, plain: true, block: false } : null;
}

/** A list on one line, of quoted scalars and plain ones without marks. */
function bracketed(text: string, place: YamlScalar['place']): YamlNode | null {
  if (!text.endsWith(']')) return null;
  const items: YamlScalar[] = [];
  const item = /\s*('(?:[^']|'')*'|"[^"\\]*"|[A-Za-z0-9_./][\w./@ -]*?)\s*(,|\]$)/y;
  item.lastIndex = 1;
  for (let found = item.exec(text); found !== null; found = item.exec(text)) {
    const column = place.column + found.index + found[0].search(/\S/);
    const value = scalar(found[1] as string, { line: place.line, column });
    if (value === null) return null;
    items.push(value);
    if (found[2] === ']') return { kind: 'list', items, place };
  }
  return null;
}
