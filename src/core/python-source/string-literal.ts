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
  return { kind: 'string', value: resolveEscapes(text), literal: null };
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

function resolveEscapes(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^xu])/gs, (whole, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? whole),
  );
}
