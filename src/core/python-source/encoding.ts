/** PEP 263: in the first or second line, behind nothing but blanks and comments. */
const COOKIE = /^(?:[ \t\f]*(?:#[^\n]*)?\r?\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)/;
const UTF_8 = /^(?:utf-?8(?:-.*)?|u8|utf|us-ascii|ascii)$/;

/**
 * The encoding that a Python file says it is in, where that is not UTF-8 or a part of it; null where it is. relctl
 * reads files as UTF-8, so that such a file cannot be edited without a risk.
 */
export function foreignEncoding(text: string): string | null {
  const named = COOKIE.exec(text.replace(/^\uFEFF/, ''))?.[1];
  return named === undefined || UTF_8.test(named.toLowerCase().replaceAll('_', '-')) ? null : named;
}
