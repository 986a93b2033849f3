import { type LockKind, lockKind } from './lock.js';

export interface LockFile {
  readonly path: string;
  readonly kind: LockKind;
}

const known = new WeakMap<readonly string[], readonly LockFile[]>();

/**
 * The lock files among paths, wherever they are: a package can be in several. The paths of a repository are gone through
 * once, however often it is asked.
 */
export function lockFiles(paths: readonly string[]): readonly LockFile[] {
  const found = known.get(paths) ?? findLocks(paths);
  known.set(paths, found);
  return found;
}

function findLocks(paths: readonly string[]): LockFile[] {
  const found: LockFile[] = [];
  for (const path of paths) {
    // The ending is compared first: this sees every file of the repository.
    const kind = path.endsWith('.lock') ? lockKind(path) : null;
    if (kind !== null) found.push({ path, kind });
  }
  return found;
}

/** Locks of kinds that are only looked at, to say what a release leaves out of date. */
export function otherLockFiles(paths: readonly string[]): string[] {
  return paths.filter(
    path =>
      path.endsWith('pixi.lock') ||
      (path.endsWith('.toml') && /(?:^|\/)pylock(?:\.[^./]+)?\.toml$/.test(path)),
  );
}
