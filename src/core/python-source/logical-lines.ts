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
  /[fFtTrR]["'](?<=(?<![A-Za-z0-9_])(?:[fF][rR]?|[rR][fF]|[tT][rR]?|[rR][tT])["'])|\r(?!\n)|\f(?<=(?:^|\n)[ \t]*\f)[ \t]*\S/;

/**
 * Splits a module into its logical lines and keeps those in column 1: the statements of the module itself, without
 * the blocks below them. It knows strings, comments, brackets and continuation lines, and so spares parsing whole
 * files for one line of them. Null where the file holds what it does not know: then the whole must be parsed.
 * @param last the offset behind which no line is of interest: what comes after its line is not looked at
 */
export function logicalLines(text: string, last = text.length): LogicalLine[] | null {
  const lines: LogicalLine[] = [];
  let from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let depth = 0;
  MARK.lastIndex = from;
  while (from <= last) {
    // `test` makes no object of what it finds; every mark is one character.
    const at = MARK.test(text) ? MARK.lastIndex - 1 : text.length;
    const mark = text[at];
    if (mark === undefined || (mark === '\n' && depth <= 0)) {
      if (from < at && !BLANK.test(text[from] as string)) lines.push({ from, to: at });
      from = at + 1;
      if (mark === undefined) {
        if (depth > 0) return null;
        break;
      }
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
  return BEYOND.test(from < text.length ? text.slice(0, from) : text) ? null : lines;
}

/** What a line in column 1 does not start with. */
const BLANK = /[\s#]/;

/** Behind the closing quotes; null where there are none. Even in raw strings a backslash keeps a quote from closing. */
function stringEnd(text: string, start: number, quote: string): number | null {
  const long = text.startsWith(quote.repeat(3), start);
  const close = long ? quote.repeat(3) : quote;
  let from = start + close.length;
  let end = text.indexOf(close, from);
  while (end >= 0) {
    const piece = text.slice(from, end);
    const slash = piece.indexOf('\\');
    if (!long && (slash < 0 ? piece : piece.slice(0, slash)).includes('\n')) return null;
    if (slash < 0) return end + close.length;
    from += slash + 2;
    // Looked for again only where it was escaped: a string can hold very many backslashes.
    if (from > end) end = text.indexOf(close, from);
  }
  return null;
}
