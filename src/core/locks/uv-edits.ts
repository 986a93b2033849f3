import { normalizeName } from '../requirements/name.js';
import { type LockFormat, lockEdits, type Outside, type StringEdit, stringEdit } from './edits.js';
import type { LockChange, LockEdits } from './lock.js';
import { metadataSpellings } from './poetry-specifiers.js';
import { respelled, type Spelling } from './respell.js';
import { uvSpelling } from './specifiers.js';
import { type LockString, stringsOf } from './strings.js';
import { readUvLock, uvEntries } from './uv.js';

/** A back-end may have translated the specifier for the metadata that uv reads. */
const SPELLING: Spelling = {
  ways: specifier =>
    [specifier, ...metadataSpellings(specifier)].map(way => (way === null ? null : uvSpelling(way))),
  same: (stored, way) => uvSpelling(stored) === way,
};

const UV: LockFormat = {
  entries: uvEntries,
  // Where the metadata are dynamic, `uv lock --check` wants an entry without a version.
  showsVersion: ({ dynamic }) => !dynamic,
  requirements: (strings, { path }, change) =>
    specifierEdits(
      strings.filter(({ keys }) => keys[2] === 'metadata'),
      path,
      change,
    ),
};

/**
 * The edits of a `uv.lock` in `folder` for a change. A requirement on a package that uv takes from a folder has no
 * specifier there; the others have theirs rewritten.
 */
export function uvLockEdits(text: string, folder: string, change: LockChange): LockEdits {
  return lockEdits(text, readUvLock(text, folder), change, UV, () => ({
    found: manifestEdits(text, folder, change),
    stale: null,
  }));
}

/** What stands at the head of the lock: groups of a root that is no project, constraints, and overrides. */
const MANIFEST_KEYS: readonly unknown[] = ['dependency-groups', 'constraints', 'overrides'];

function manifestEdits(text: string, folder: string, change: LockChange): Outside['found'] {
  if (!change.requirements.some(({ owner }) => owner === folder)) return [];
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const head = text.slice(start).split(/^\[\[/m, 1)[0] as string;
  const strings = stringsOf({ from: start, text: head });
  if (strings === null) return 'its head cannot be taken apart';
  const edits = specifierEdits(
    strings.filter(({ keys }) => keys[0] === 'manifest' && MANIFEST_KEYS.includes(keys[1])),
    folder,
    change,
  );
  return typeof edits === 'string' ? edits : edits.map(edit => stringEdit(edit, '', edit.string.keys));
}

function specifierEdits(
  strings: readonly LockString[],
  owner: string,
  change: LockChange,
): readonly StringEdit[] | string {
  const parent = ({ keys }: LockString) => JSON.stringify(keys.slice(0, -1));
  const names = new Map(
    strings.filter(({ keys }) => keys.at(-1) === 'name').map(string => [parent(string), string.value]),
  );
  const edits: StringEdit[] = [];
  for (const string of strings.filter(({ keys }) => keys.at(-1) === 'specifier')) {
    const name = normalizeName(names.get(parent(string)) ?? '');
    const after = respelled(string.value, owner, name, change, SPELLING);
    if (after === null)
      return `it is not certain what becomes of ${name}${string.value} in the entry of ${owner}`;
    if (after !== string.value) edits.push({ string, before: string.value, after });
  }
  return edits;
}
