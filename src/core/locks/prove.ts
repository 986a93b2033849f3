import { isTable, parseToml, type TomlTable, textAt } from '../manifests/toml.js';
import { isSameScalar } from '../manifests/toml-difference.js';
import { byCodeUnit } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import type { EntryData } from './entries.js';
import type { LockEdits, LockReading, Replacement } from './lock.js';

/** A replacement with the value it is meant to change: the entry's normalised name, and the keys below it. */
export interface IntendedReplacement extends Replacement {
  readonly package: string;
  readonly keys: readonly (string | number)[];
}

interface Difference {
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

/** The lock is left as it is, and why. */
export function refused(refusal: string, stale: string | null = null): LockEdits {
  return { replacements: [], refusal, stale };
}

/** An entry of a lock whose place the scan did not find where a TOML parser sees it, or the reverse. */
export function readsAlike(reading: LockReading, entries: readonly EntryData[]): boolean {
  const texts = (list: readonly EntryData[]) =>
    list.map(({ name, version, path }) => JSON.stringify([name, version, path])).sort(byCodeUnit);
  return texts(reading.packages).join('\n') === texts(entries).join('\n');
}

/**
 * The edits, if they are proved: the edited lock is read again, and differs from `before` in exactly the values that
 * are meant to change.
 */
export function proved(
  text: string,
  before: TomlTable,
  replacements: readonly IntendedReplacement[],
  stale: string | null,
): LockEdits {
  const inOrder = [...replacements].sort((a, b) => a.from - b.from);
  const edited = parseToml(withReplacements(text, inOrder));
  const differences = edited.ok ? differencesOf(before, edited.value, [], '') : null;
  const meant = inOrder.map(replacement => ({ replacement, place: placeOf(replacement) }));
  const isProved =
    differences !== null &&
    differences.length === meant.length &&
    meant.every(({ replacement, place }) =>
      differences.some(difference => difference.place === place && explains(text, replacement, difference)),
    );
  if (!isProved) return refused('an edit of it would change more than the versions', stale);
  return {
    replacements: inOrder.map(({ from, to, after }) => ({ from, to, after })),
    refusal: null,
    stale,
  };
}

/** The text with the replacements, which must be in order and apart. */
export function withReplacements(text: string, replacements: readonly Replacement[]): string {
  let at = 0;
  const parts = replacements.map(({ from, to, after }) => {
    const part = text.slice(at, from) + after;
    at = to;
    return part;
  });
  return parts.join('') + text.slice(at);
}

function placeOf({ package: name, keys }: IntendedReplacement): string {
  return JSON.stringify([name, ...keys]);
}

/** Whether the value changed by that replacement and nothing else. */
function explains(
  text: string,
  { from, to, after }: Replacement,
  { before, after: now }: Difference,
): boolean {
  const old = text.slice(from, to);
  for (let at = before.indexOf(old); at >= 0; at = before.indexOf(old, at + 1)) {
    if (before.slice(0, at) + after + before.slice(at + old.length) === now) return true;
  }
  return false;
}

/** Null where the documents differ in more than strings. Entries of `package` are called by their name. */
function differencesOf(
  before: unknown,
  after: unknown,
  keys: readonly (string | number)[],
  name: string,
): Difference[] | null {
  if (typeof before === 'string' && typeof after === 'string')
    return before === after ? [] : [{ place: JSON.stringify([name, ...keys]), before, after }];
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return null;
    return joined(
      before.map((value, at) => differencesOf(value, after[at], ...below(keys, name, at, value))),
    );
  }
  if (isTable(before) && isTable(after)) {
    const names = Object.keys(before);
    if (names.join('\0') !== Object.keys(after).join('\0')) return null;
    return joined(names.map(key => differencesOf(before[key], after[key], [...keys, key], name)));
  }
  return isSameScalar(before, after) ? [] : null;
}

function below(
  keys: readonly (string | number)[],
  name: string,
  at: number,
  value: unknown,
): [readonly (string | number)[], string] {
  const isPackage = keys.length === 1 && keys[0] === 'package' && isTable(value);
  return isPackage ? [[], normalizeName(textAt(value, 'name') ?? '')] : [[...keys, at], name];
}

function joined(lists: readonly (Difference[] | null)[]): Difference[] | null {
  return lists.includes(null) ? null : lists.flatMap(list => list ?? []);
}
