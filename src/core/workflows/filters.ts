import type { Pattern } from './pattern.js';

/**
 * Whether a list of `branches`, `tags` or `paths` takes a name: of the patterns that match it the last one decides. A
 * list with nothing but negations takes none, as GitHub's documentation says.
 */
export function includes(patterns: readonly Pattern[], name: string): boolean {
  const last = patterns.findLast(pattern => pattern.matches(name));
  return last !== undefined && !last.negated;
}

/** Whether a list of `branches-ignore`, `tags-ignore` or `paths-ignore` leaves a name out. */
export function ignores(patterns: readonly Pattern[], name: string): boolean {
  return includes(patterns, name);
}
