/**
 * What `text.format(...)` gives where every field is plain, `{}`, `{0}` or `{name}`, and every value is known; null
 * where it is not so. Follows `str.format` of Python.
 */
export function formatted(
  text: string,
  positional: readonly (string | null)[],
  named: ReadonlyMap<string, string | null>,
): string | null {
  const fields = [...text.matchAll(/\{(\w*)\}/g)].map(match => match[1] as string);
  if (/[{}]/.test(text.replace(/\{\w*\}/g, ''))) return null;
  const isCounted = fields.includes('');
  if (isCounted && fields.some(field => /^\d+$/.test(field))) return null;
  let next = 0;
  const values = fields.map(field => {
    if (field === '') return positional[next++] ?? null;
    return (/^\d+$/.test(field) ? positional[Number(field)] : named.get(field)) ?? null;
  });
  if (values.includes(null)) return null;
  let at = 0;
  return text.replace(/\{\w*\}/g, () => values[at++] as string);
}

/** What `text % value` gives for a string; null where the text has anything but one `%s`. */
export function interpolated(text: string, value: string): string | null {
  const [before, after, ...more] = text.split('%s');
  if (before === undefined || after === undefined || more.length > 0) return null;
  return `${before}${after}`.includes('%') ? null : `${before}${value}${after}`;
}
