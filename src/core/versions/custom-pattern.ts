import { RE2JS } from 're2js';
import type { VersionPattern } from './pattern.js';

const LONGEST_PATTERN = 1000;
/** Versions stand near the top; what follows is not searched. */
const LONGEST_TEXT = 1 << 16;

/**
 * Compiles a regular expression in Python's spelling for a linear matcher: a repository's own pattern is
 * untrusted, and a backtracking one could run for ever. What that matcher lacks (back-references, look-around),
 * reads differently than Python does or is slow at (large counts) is refused with null.
 * See docs/decisions/0003-linear-version-patterns.md.
 */
export function customPattern(pattern: string): VersionPattern | null {
  const isForeign = /\{,\d*\}|\[:|\\[QEpP]|\(\?[a-z]*U/.test(pattern);
  const counts = pattern.match(/\{\d+(?:,\d*)?\}/g) ?? [];
  const isSlow = counts.some(count => (count.match(/\d+/g) ?? []).some(number => Number(number) > 100));
  if (pattern.length > LONGEST_PATTERN || isForeign || isSlow) return null;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(withGoEscapes(pattern), RE2JS.MULTILINE);
  } catch {
    return null;
  }
  const names = Object.keys(compiled.namedGroups());
  const group =
    ['version', 'value'].find(name => names.includes(name)) ?? (compiled.groupCount() > 0 ? 1 : null);
  if (group === null) return null;
  return text => {
    const read = withPlainNewlines(text.slice(0, LONGEST_TEXT));
    const matcher = compiled.matcher(read.text);
    if (!matcher.find() || matcher.start(group) < 0) return null;
    const [from, to] = [read.offset(matcher.start(group)), read.offset(matcher.end(group))];
    return { value: text.slice(from, to), from, to };
  };
}

/** The end of the text is `\\Z` in Python and `\\z` in the matcher. */
function withGoEscapes(pattern: string): string {
  return pattern.replace(/\\(.)/gs, (whole, letter: string) => (letter === 'Z' ? '\\z' : whole));
}

/** The back-ends read files with `\\n` for every line end; offsets lead back to the text as it is. */
function withPlainNewlines(text: string): { text: string; offset: (at: number) => number } {
  if (!text.includes('\r\n')) return { text, offset: at => at };
  const removed = [...text.matchAll(/\r\n/g)].map((match, index) => match.index - index);
  return {
    text: text.replaceAll('\r\n', '\n'),
    offset: at => at + removed.filter(place => place < at).length,
  };
}
