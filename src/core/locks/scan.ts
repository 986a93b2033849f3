/**
 * Locks are written by tools, line by line, and large: what is wanted of them is found without reading them as TOML.
 * Before anything is edited the finds are compared with what a TOML parser reads, see prove.ts.
 */

/** A part of the text: a table with the tables below it, from its header to the next. */
export interface Block {
  readonly from: number;
  readonly text: string;
}

/** A plain string in the text, without its quotes, as offsets in UTF-16 units. */
export interface Field {
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

const PACKAGE = '[[package]]';
/** Strings with escapes are left out: their text is not their value. */
const VALUE = /[ \t]*=[ \t]*(["'])([^"'\\\r\n]*)\1/y;

/** The `[[package]]` tables of a lock, in order. */
export function packageBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let from = nextHeader(text, 0);
  while (from >= 0) {
    const next = nextHeader(text, from + 1);
    const block = text.slice(from, next < 0 ? text.length : next);
    blocks.push({ from, text: next < 0 ? withoutForeignTables(block) : block });
    from = next;
  }
  return blocks;
}

function nextHeader(text: string, from: number): number {
  if (from === 0 && /^\uFEFF?\[\[package\]\]/.test(text)) return text.indexOf('[');
  const at = text.indexOf(`\n${PACKAGE}`, Math.max(from - 1, 0));
  return at < 0 ? -1 : at + 1;
}

/** Behind the last package, `[metadata]` and others may follow. */
function withoutForeignTables(block: string): string {
  for (let at = block.indexOf('\n['); at >= 0; at = block.indexOf('\n[', at + 1)) {
    if (!block.startsWith('[package.', at + 1)) return block.slice(0, at + 1);
  }
  return block;
}

/** The table of exactly that header, such as `package.source`, without the tables below it; null where there is none. */
export function tableBlock({ from, text }: Block, name: string): Block | null {
  const header = `[${name}]`;
  const start = text.startsWith(header) ? 0 : text.indexOf(`\n${header}`) + 1;
  if (start === 0 && !text.startsWith(header)) return null;
  const next = text.indexOf('\n[', start + 1);
  return { from: from + start, text: text.slice(start, next < 0 ? undefined : next + 1) };
}

/** The string under a key of the block's first table; null where there is none. */
export function fieldOf(block: Block, key: string): Field | null {
  const at = keyEnd(block.text, key);
  if (at < 0) return null;
  VALUE.lastIndex = at;
  const [found, , value = ''] = VALUE.exec(block.text) ?? [];
  if (found === undefined) return null;
  const to = block.from + at + found.length - 1;
  return { from: to - value.length, to, value };
}

/** The offset in the text behind a key of its first table; -1 where it is not there. */
export function keyEnd(text: string, key: string): number {
  const next = text.indexOf('\n[', 1);
  const end = next < 0 ? text.length : next;
  for (let at = text.indexOf(`\n${key}`); at >= 0 && at < end; at = text.indexOf(`\n${key}`, at + 1)) {
    const behind = at + 1 + key.length;
    if (/[\s=]/.test(text[behind] ?? '')) return behind;
  }
  return -1;
}

/** Gives lines and columns, from 1, of offsets that are asked for in rising order. */
export function lineCounter(text: string): (offset: number) => { line: number; column: number } {
  let line = 1;
  let start = 0;
  return offset => {
    for (let next = text.indexOf('\n', start); next >= 0 && next < offset; next = text.indexOf('\n', start)) {
      line++;
      start = next + 1;
    }
    return { line, column: offset - start + 1 };
  };
}

/** Whether git left the marks of a conflict in the text. */
export function hasConflict(text: string): boolean {
  return text.startsWith('<<<<<<< ') || text.includes('\n<<<<<<< ');
}
