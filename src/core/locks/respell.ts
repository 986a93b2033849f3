import { admits } from '../requirements/admits.js';
import { parseVersion } from '../versions/version.js';
import type { LockChange, RewrittenRequirement } from './lock.js';

/** How a tool writes specifiers into its lock. */
export interface Spelling {
  /** The ways in which it may write one; the same place of the list is the same way. */
  readonly ways: (specifier: string) => readonly (string | null)[];
  /** Whether what the lock holds is a way; by default the texts are equal. */
  readonly same?: (stored: string, way: string) => boolean;
}

/**
 * What a lock holds instead of `stored`, a specifier on the package `name` in the entry of the package in `owner`.
 * It is `stored` itself where nothing changes, and null where something must and it is not certain what.
 */
export function respelled(
  stored: string,
  owner: string,
  name: string,
  change: LockChange,
  spelling: Spelling,
): string | null {
  const rewritten = change.requirements.filter(entry => entry.owner === owner && entry.name === name);
  if (rewritten.length === 0) return stored;
  const results = new Set(rewritten.flatMap(requirement => inSameWay(stored, requirement, spelling) ?? []));
  const [result = null] = results;
  if (results.size > 0) return results.size === 1 ? result : null;
  // It may be another requirement on that package, which need not change.
  const release = change.releases.find(entry => entry.name === name);
  const version = release === undefined ? null : parseVersion(release.version);
  return version !== null && admits(stored, version) === true ? stored : null;
}

function inSameWay(
  stored: string,
  { before, after }: RewrittenRequirement,
  { ways, same = (left, right) => left === right }: Spelling,
): string | null {
  const [old, now] = [ways(before), ways(after)];
  const way = old.findIndex(text => text !== null && same(stored, text));
  return way < 0 ? null : (now[way] ?? null);
}
