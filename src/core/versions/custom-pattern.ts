import { RE2JS } from 're2js';
import type { VersionPattern } from './pattern.js';

const LONGEST = 1000;

/**
 * Compiles a regular expression in Python's spelling for a linear matcher: a repository's own pattern is
 * untrusted, and a backtracking one could run for ever. What that matcher lacks (back-references, look-around) or
 * reads differently than Python does is refused with null. See docs/decisions/0003-linear-version-patterns.md.
 */
export function customPattern(pattern: string): VersionPattern | null {
  // Python reads `{,3}` as a count, the matcher as text.
  if (pattern.length > LONGEST || /\{,\d/.test(pattern)) return null;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern.replaceAll('\\Z', '\\z'), RE2JS.MULTILINE);
  } catch {
    return null;
  }
  const names = Object.keys(compiled.namedGroups());
  const group =
    ['version', 'value'].find(name => names.includes(name)) ?? (compiled.groupCount() > 0 ? 1 : null);
  if (group === null) return null;
  return text => {
    const matcher = compiled.matcher(text);
    if (!matcher.find()) return null;
    const [from, to] = [matcher.start(group), matcher.end(group)];
    return from < 0 ? null : { value: text.slice(from, to), from, to };
  };
}
