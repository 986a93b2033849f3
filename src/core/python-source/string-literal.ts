/** A single string literal: offsets of the text between its quotes. */
export interface StringLiteral {
  readonly from: number;
  readonly to: number;
}

interface ReadString {
  readonly kind: 'string';
  readonly value: string;
  /** Null where the text holds escapes and so differs from its value. */
  readonly literal: StringLiteral | null;
}

/**
 * Reads a string literal of Python with its quotes; null for bytes.
 * @param start where the literal starts in its file
 */
export function readString(raw: string, start: number): ReadString | null {
  const match = /^([rRuU]?)("""|'''|"|')/.exec(raw);
  if (match === null) return null;
  const [opening, prefix, quote] = match as unknown as [string, string, string];
  if (!raw.endsWith(quote) || raw.length < opening.length + quote.length) return null;
  const text = raw.slice(opening.length, raw.length - quote.length);
  const literal = { from: start + opening.length, to: start + raw.length - quote.length };
  if (/^[rR]$/.test(prefix) || !text.includes('\\')) return { kind: 'string', value: text, literal };
  const value = resolveEscapes(text);
  return value === null ? null : { kind: 'string', value, literal: null };
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(\r\n|[\s\S]))/g;

/** Null for a character by its name, which only Python's own table tells. */
function resolveEscapes(text: string): string | null {
  if (/(?<!\\)(?:\\\\)*\\N\{/.test(text)) return null;
  return text.replace(ESCAPE, (whole, byte, short, long, octal, letter) => {
    const hexadecimal = byte ?? short ?? long;
    if (hexadecimal !== undefined)
      return String.fromCodePoint(Math.min(Number.parseInt(hexadecimal, 16), 0x10ffff));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    return ESCAPES[letter === '\r\n' ? '\n' : letter] ?? whole;
  });
}
