const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
  '"': '"',
  '\\': '\\',
};

/** What a basic or literal string on one line stands for. */
export function unquote(text: string): string {
  const inner = text.slice(1, -1);
  if (text.startsWith("'") || !inner.includes('\\')) return inner;
  return inner.replace(
    /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g,
    (_, long, short, byte, letter) =>
      letter === undefined
        ? String.fromCodePoint(Number.parseInt(long ?? short ?? byte, 16))
        : (ESCAPES[letter] ?? letter),
  );
}
