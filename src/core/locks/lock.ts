import { baseName } from '../paths.js';

/** The lock files that hold versions of the repository's own packages and can be edited. */
export type LockKind = 'uv' | 'poetry' | 'pdm';

const NAMES: ReadonlyMap<string, LockKind> = new Map([
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
]);

/** Which tool's lock the file is, by its name; null where it is none of them. */
export function lockKind(path: string): LockKind | null {
  return NAMES.get(baseName(path)) ?? null;
}

/** An entry of a lock that is a package of the repository itself. */
export interface LockedPackage {
  /** The normalised name. */
  readonly name: string;
  /** As it is written; null where the entry has none, as uv does for a dynamic version. */
  readonly version: string | null;
  /** Its folder, from the root of the repository. */
  readonly path: string;
  /** Where the version is written, or the name where there is none. */
  readonly line: number;
  readonly column: number;
  /** The text of the version, as offsets in UTF-16 units; empty where there is none. */
  readonly from: number;
  readonly to: number;
  /** `input`: not an entry, but among what a `pdm.lock` was made from. */
  readonly kind: 'entry' | 'input';
}

/** What a lock says about the packages of the repository. */
export interface LockReading {
  readonly kind: LockKind;
  /** The folder of the lock, from the root. */
  readonly folder: string;
  /** Of the format of a `uv.lock`; 0 where it says none, and for the other tools. */
  readonly revision: number;
  readonly packages: readonly LockedPackage[];
  /** Why the lock cannot be read; null where it can. */
  readonly fault: string | null;
}

/** A replacement in the text of a lock: offsets in UTF-16 units. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly after: string;
}

/** A package that gets another version, whose number is in a file. */
export interface LockedRelease {
  /** The normalised name. */
  readonly name: string;
  readonly path: string;
  /** In normal form. */
  readonly version: string;
  /** `[project] dynamic` lists the version. */
  readonly dynamic: boolean;
}

/** A requirement whose specifier is rewritten. */
export interface RewrittenRequirement {
  /** The folder of the manifest that says it. */
  readonly owner: string;
  /** The normalised name of what is needed. */
  readonly name: string;
  /** The specifiers as the manifest writes them. */
  readonly before: string;
  readonly after: string;
}

/** Texts of manifests by their path from the root. */
export type Manifests = ReadonlyMap<string, string>;

/** The SHA-256 of a text in UTF-8, as small hexadecimal digits. */
export type Sha256 = (text: string) => string;

/** What a release changes, as far as locks care. */
export interface LockChange {
  readonly releases: readonly LockedRelease[];
  readonly requirements: readonly RewrittenRequirement[];
  /** Every `pyproject.toml` before and after the release: the locks of Poetry and PDM hold a hash over some of them. */
  readonly manifests: { readonly before: Manifests; readonly after: Manifests };
}

export interface LockEdits {
  /** In the order of the text; empty where nothing changes or the lock is refused. */
  readonly replacements: readonly Replacement[];
  /** Why the lock is not edited at all: something in it must change, and how is not certain. */
  readonly refusal: string | null;
  /** Why the lock was out of date before and stays so; null where it was not, or where that is not known. */
  readonly stale: string | null;
}

/** The command that writes the lock anew, run in the root of the repository. */
export function refreshCommand(kind: LockKind, folder: string): string {
  const quoted = /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
  switch (kind) {
    case 'uv':
      return folder === '.' ? 'uv lock' : `uv lock --project ${quoted}`;
    case 'poetry':
      return folder === '.' ? 'poetry lock' : `poetry -C ${quoted} lock`;
    // Not with --update-reuse, which keeps the old version of a path dependency.
    case 'pdm':
      return folder === '.' ? 'pdm lock' : `pdm lock -p ${quoted}`;
  }
}

/** The release that an entry is about: name and folder must both be the package's. */
export function releaseOf(locked: LockedPackage, change: LockChange): LockedRelease | null {
  return change.releases.find(({ name, path }) => name === locked.name && path === locked.path) ?? null;
}
