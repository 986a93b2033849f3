import { joinPath } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import { type LockFormat, lockEdits, type StringEdit } from './edits.js';
import { hashEdits } from './hash-edits.js';
import type { LockChange, LockEdits, LockedPackage, Sha256 } from './lock.js';
import { metadataField, poetryEntries, readPoetryLock } from './poetry.js';
import { poetryHashes } from './poetry-hash.js';
import { metadataSpellings, poetrySpellings } from './poetry-specifiers.js';
import { respelled } from './respell.js';
import type { LockString } from './strings.js';

const POETRY: LockFormat = {
  entries: poetryEntries,
  showsVersion: () => true,
  requirements,
};

/**
 * The edits of a `poetry.lock` in `folder` for a change: versions and requirements of path dependencies, and the
 * content hash where the project's own requirements are rewritten.
 */
export function poetryLockEdits(text: string, folder: string, change: LockChange, sha256: Sha256): LockEdits {
  return lockEdits(text, readPoetryLock(text, folder), change, POETRY, () =>
    hashEdits(
      metadataField(text, 'content-hash'),
      ['metadata', 'content-hash'],
      change,
      path => path === joinPath(folder, 'pyproject.toml'),
      manifests => poetryHashes(manifests, folder, sha256),
    ),
  );
}

function requirements(
  strings: readonly LockString[],
  { path }: LockedPackage,
  change: LockChange,
): readonly StringEdit[] | string {
  const edits: StringEdit[] = [];
  for (const string of strings) {
    const stored = dependency(string) ?? extra(string);
    if (stored === null) continue;
    const { name, specifier, ways } = stored;
    const after = respelled(specifier, path, normalizeName(name), change, { ways });
    if (after === null)
      return `it is not certain what becomes of ${name} ${specifier} in the entry of ${path}`;
    if (after !== specifier) edits.push({ string, before: specifier, after });
  }
  return edits;
}

interface Stored {
  readonly name: string;
  readonly specifier: string;
  readonly ways: (specifier: string) => readonly (string | null)[];
}

/** `lib = "^1.0"`, `lib = {version = "^1.0"}` and lists of these in `[package.dependencies]`. */
function dependency({ keys: [, , table, name, ...rest], value }: LockString): Stored | null {
  const [last] = rest.slice(-1);
  const isSpecifier = last === undefined || typeof last === 'number' || last === 'version';
  if (table !== 'dependencies' || typeof name !== 'string' || !isSpecifier) return null;
  return { name, specifier: value, ways: poetrySpellings };
}

/** `"lib[fast] (>=1.0,<2.0) ; …"` in `[package.extras]`. */
function extra({ keys, value, text }: LockString): Stored | null {
  if (keys[2] !== 'extras') return null;
  const [found, name, specifier] = /^([\w.-]+)(?:\[[^\]]*\])? \(([^)]*)\)/.exec(value) ?? [];
  if (found === undefined || name === undefined || specifier === undefined || !text.startsWith(found))
    return null;
  return { name, specifier, ways: metadataSpellings };
}
