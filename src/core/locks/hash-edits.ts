import type { Outside } from './edits.js';
import type { LockChange, Manifests } from './lock.js';
import type { Field } from './scan.js';

/**
 * The edit of the hash that a lock holds over manifests. It is made only where the hash fits the manifests before the
 * change: then the same rule gives the one after it. `isHashed` tells the manifests that the hash may be over; `hashes`
 * gives one hash for each rule that a release of the tool follows, null where it cannot be computed.
 */
export function hashEdits(
  field: Field | null,
  keys: readonly string[],
  { manifests }: LockChange,
  isHashed: (path: string) => boolean,
  hashes: (manifests: Manifests) => readonly string[] | null,
): Outside {
  const nothing = { found: [], stale: null };
  if (field === null || !differ(manifests.before, manifests.after, isHashed)) return nothing;
  const [before, after] = [hashes(manifests.before), hashes(manifests.after)];
  if (before === null || after === null)
    return { ...nothing, found: `the ${keys.at(-1)} of its manifests cannot be computed` };
  const rule = before.indexOf(field.value);
  if (rule < 0)
    return { ...nothing, stale: `its ${keys.at(-1)} does not fit the manifests before the release` };
  const [{ from, to }, now] = [field, after[rule] as string];
  return now === field.value ? nothing : { ...nothing, found: [{ from, to, after: now, package: '', keys }] };
}

function differ(before: Manifests, after: Manifests, isHashed: (path: string) => boolean): boolean {
  return [...before].some(([path, text]) => after.get(path) !== text && isHashed(path));
}
