/** A line of a file without what ends it: offsets in UTF-16 units. */
export interface Line {
  readonly from: number;
  readonly to: number;
}

/** The lines of a text as Python reads them, ended by `\n`, `\r\n` or `\r`. A byte order mark is part of none. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) {
    lines.push({ from, to: index });
    from = index + end.length;
  }
  lines.push({ from, to: text.length });
  return lines;
}
