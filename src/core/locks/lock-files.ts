import { type LockKind, lockKind } from './lock.js';

/** The lock files among paths, wherever they are: a package can be in several. */
export function lockFiles(paths: readonly string[]): { path: string; kind: LockKind }[] {
  const found: { path: string; kind: LockKind }[] = [];
  for (const path of paths) {
    // The ending is compared first: this sees every file of the repository.
    const kind = path.endsWith('.lock') ? lockKind(path) : null;
    if (kind !== null) found.push({ path, kind });
  }
  return found;
}

/** Locks of kinds that are only looked at, to say what a release leaves out of date. */
export function otherLockFiles(paths: readonly string[]): string[] {
  return paths.filter(path => path.endsWith('pixi.lock') || /(?:^|\/)pylock(?:\.[^./]+)?\.toml$/.test(path));
}
