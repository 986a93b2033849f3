import { isInside } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import { type LockFormat, lockEdits, type StringEdit } from './edits.js';
import { hashEdits } from './hash-edits.js';
import { type LockChange, type LockEdits, type LockedPackage, releaseOf, type Sha256 } from './lock.js';
import { pdmEntries, readPdmLock } from './pdm.js';
import { pdmHashes } from './pdm-hash.js';
import { metadataField } from './poetry.js';
import { metadataSpellings } from './poetry-specifiers.js';
import { respelled, type Spelling } from './respell.js';
import { pdmSpelling, uvSpelling } from './specifiers.js';
import type { LockString } from './strings.js';

/** A back-end may have translated the specifier; older releases of PDM order the clauses otherwise. */
const SPELLING: Spelling = {
  ways: specifier =>
    [specifier, ...metadataSpellings(specifier)].map(way => (way === null ? null : pdmSpelling(way))),
  same: (stored, way) => uvSpelling(stored) === uvSpelling(way),
};

/** The inputs of a path dependency stand under a hash of how it is asked for; which package they are of is not said. */
const LOCAL_INPUTS = /^\[metadata\.lock_inputs\.(?:project|workspace\.(?:"[^"\r\n]*"|[\w-]+))\.local[.\]]/m;

const PDM: LockFormat = {
  entries: pdmEntries,
  showsVersion: () => true,
  requirements,
};

/**
 * The edits of a `pdm.lock` in `folder` for a change: versions of entries and of inputs, requirements, and the content
 * hash, which in a workspace is over the manifests of all members.
 */
export function pdmLockEdits(text: string, folder: string, change: LockChange, sha256: Sha256): LockEdits {
  const reading = readPdmLock(text, folder);
  return lockEdits(text, reading, change, PDM, () => {
    const isConcerned = reading.packages.some(locked => releaseOf(locked, change) !== null);
    if (isConcerned && LOCAL_INPUTS.test(text))
      return { found: 'its lock_inputs hold path dependencies', stale: null };
    return hashEdits(
      metadataField(text, 'content_hash'),
      ['metadata', 'content_hash'],
      change,
      path => isInside(folder, path),
      manifests => pdmHashes(manifests, folder, sha256)?.map(hash => `sha256:${hash}`) ?? null,
    );
  });
}

function requirements(
  strings: readonly LockString[],
  locked: LockedPackage,
  change: LockChange,
): readonly StringEdit[] | string {
  const release = releaseOf(locked, change);
  if (release !== null && strings.some(({ keys }) => keys[2] === 'files'))
    return `the entry of ${locked.name} in line ${locked.line} holds hashes of a published version`;
  const edits: StringEdit[] = [];
  for (const string of strings.filter(({ keys }) => keys[2] === 'dependencies')) {
    const { value, text } = string;
    const [found, name = '', specifier = ''] = /^([\w.-]+)(?:\[[^\]]*\])?([^;@]*[^;@\s])/.exec(value) ?? [];
    if (found === undefined || !text.startsWith(found) || specifier === '') continue;
    const isOwn = normalizeName(name) === locked.name && specifier === `==${locked.version}`;
    // The entry of a package with extras pins the package itself.
    const after =
      isOwn && release !== null
        ? `==${release.version}`
        : respelled(specifier, locked.path, normalizeName(name), change, SPELLING);
    if (after === null) return `it is not certain what becomes of ${found} in the entry of ${locked.path}`;
    if (after !== specifier) edits.push({ string, before: specifier, after });
  }
  return edits;
}
