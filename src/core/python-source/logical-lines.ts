/** A logical line of a module that starts in column 1; offsets count UTF-16 units. */
export interface LogicalLine {
  readonly from: number;
  readonly to: number;
}

/** What ends or continues a logical line, and everything that may hide such a mark. */
const MARK = /["'#()[\]{}\\\n]/g;
/**
 * F-strings may hold quotes inside their braces, a lone carriage return ends a line only for Python, and a form feed
 * before a statement takes its indentation away.
 */
const BEYOND =
  /(?<![A-Za-z0-9_])(?:[fF][rR]?|[rR][fF]|[tT][rR]?|[rR][tT])["']|\r(?!\n)|(?<=^|\n)[ \t]*\f[ \t]*\S/;

/**
 * Splits a module into its logical lines and keeps those in column 1: the statements of the module itself, without
 * the blocks below them. It knows strings, comments, brackets and continuation lines, and so spares parsing whole
 * files for one line of them. Null where the file holds what it does not know: then the whole must be parsed.
 */
export function logicalLines(text: string): LogicalLine[] | null {
  if (BEYOND.test(text)) return null;
  const lines: LogicalLine[] = [];
  let from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let depth = 0;
  MARK.lastIndex = from;
  for (;;) {
    const at = MARK.exec(text)?.index ?? text.length;
    const mark = text[at];
    if (mark === undefined || (mark === '\n' && depth <= 0)) {
      if (from < at && !/[\s#]/.test(text[from] as string)) lines.push({ from, to: at });
      if (mark === undefined) return depth > 0 ? null : lines;
      from = at + 1;
      depth = 0;
    } else if (mark === '"' || mark === "'") {
      const end = stringEnd(text, at, mark);
      if (end === null) return null;
      MARK.lastIndex = end;
    } else if (mark === '#') {
      const newline = text.indexOf('\n', at);
      MARK.lastIndex = newline < 0 ? text.length : newline;
    } else if (mark === '\\') {
      MARK.lastIndex = at + (text[at + 1] === '\r' ? 3 : 2);
    } else if (mark !== '\n') {
      depth += '([{'.includes(mark) ? 1 : -1;
    }
  }
}

/** Behind the closing quotes; null where there are none. Even in raw strings a backslash keeps a quote from closing. */
function stringEnd(text: string, start: number, quote: string): number | null {
  const long = text.startsWith(quote.repeat(3), start);
  const close = long ? quote.repeat(3) : quote;
  for (let at = start + close.length; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (!long && text[at] === '\n') return null;
    else if (text.startsWith(close, at)) return at + close.length;
  }
  return null;
}
