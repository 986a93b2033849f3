import { sameVersion } from '../versions/version.js';
import type { LockKind, LockReading, Manifests, Sha256 } from './lock.js';
import { pdmHashes } from './pdm-hash.js';
import { metadataField } from './poetry.js';
import { poetryHashes } from './poetry-hash.js';
import { type Field, lineCounter } from './scan.js';

/** A package as its manifest says it is. */
export interface CurrentPackage {
  /** The normalised name. */
  readonly name: string;
  readonly path: string;
  /** Null where it is in no file. */
  readonly version: string | null;
  /** `[project] dynamic` lists the version. */
  readonly dynamic: boolean;
}

/** A place of a lock that does not agree with the manifests. */
export interface StalePlace {
  /** The package; null for the hash over manifests. */
  readonly name: string | null;
  readonly line: number;
  readonly column: number;
  /** What is there and what should be; null for no version. */
  readonly found: string | null;
  readonly expected: string | null;
}

/**
 * The entries that do not have the version of their package. `uv lock --check` fails on them; Poetry and PDM install
 * what is there but write the lock anew. What cannot be decided is left out.
 */
export function staleEntries(reading: LockReading, packages: readonly CurrentPackage[]): StalePlace[] {
  const byPath = new Map(packages.map(current => [current.path, current]));
  return reading.packages.flatMap(({ name, path, version: found, line, column }) => {
    const current = byPath.get(path);
    if (current?.name !== name) return [];
    const isHidden = reading.kind === 'uv' && current.dynamic;
    if (isHidden && found !== null && isOfEarlyUv(reading, found, current)) return [];
    const expected = isHidden ? null : current.version;
    if (expected === null && !isHidden) return [];
    const isSame = found !== null && expected !== null ? sameVersion(found, expected) : found === expected;
    return isSame ? [] : [{ name, line, column, found, expected }];
  });
}

/** Up to 0.5.16 uv wrote dynamic versions too: one that nothing contradicts is as that uv left it. */
function isOfEarlyUv({ revision }: LockReading, found: string, { version }: CurrentPackage): boolean {
  return revision === 0 && (version === null || sameVersion(found, version));
}

/**
 * The hash over manifests, where no rule of the tool gives it: then the requirements changed after the lock was
 * written, which Poetry and PDM take for an error. Null where it fits, where the lock has none, and where that cannot
 * be decided.
 */
export function staleHash(
  kind: LockKind,
  text: string,
  folder: string,
  manifests: Manifests,
  sha256: Sha256,
): StalePlace | null {
  if (kind === 'uv') return null;
  const field = metadataField(text, kind === 'poetry' ? 'content-hash' : 'content_hash');
  const hashes =
    kind === 'poetry'
      ? expectedOfPoetry(text, poetryHashes(manifests, folder, sha256))
      : expectedOfPdm(text, pdmHashes(manifests, folder, sha256));
  const expected = hashes?.[0];
  if (field === null || expected === undefined || hashes?.includes(field.value)) return null;
  return stalePlace(text, field, expected);
}

/** Poetry 2.3 and later accept the rules before only in a lock that an earlier one wrote. */
function expectedOfPoetry(text: string, hashes: readonly string[] | null): readonly string[] | null {
  const format = metadataField(text, 'lock-version')?.value ?? '';
  if (hashes === null || !['1.1', '2.0', '2.1'].includes(format)) return null;
  const [, major, minor] = /^.*Poetry (\d+)\.(\d+)/.exec(text) ?? [];
  const isLate = Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 3);
  return isLate ? hashes.slice(0, 1) : hashes;
}

/** Formats before 4.5 are of releases whose rules are not all known. */
function expectedOfPdm(text: string, hashes: readonly string[] | null): readonly string[] | null {
  const format = metadataField(text, 'lock_version')?.value ?? '';
  return hashes !== null && /^4\.5(?:\.|$)/.test(format) ? hashes.map(hash => `sha256:${hash}`) : null;
}

function stalePlace(text: string, { from, value }: Field, expected: string): StalePlace {
  return { name: null, ...lineCounter(text)(from), found: value, expected };
}
