import { notablePaths } from '../notable-paths.js';
import { type LockKind, lockKind } from './lock.js';

export interface LockFile {
  readonly path: string;
  readonly kind: LockKind;
}

/** The lock files among paths, wherever they are: a package can be in several. */
export function lockFiles(paths: readonly string[]): LockFile[] {
  const found: LockFile[] = [];
  for (const path of notablePaths(paths)) {
    const kind = lockKind(path);
    if (kind !== null) found.push({ path, kind });
  }
  return found;
}

/** Locks of kinds that are only looked at, to say what a release leaves out of date. */
export function otherLockFiles(paths: readonly string[]): string[] {
  return notablePaths(paths).filter(
    path => path.endsWith('pixi.lock') || /(?:^|\/)pylock(?:\.[^./]+)?\.toml$/.test(path),
  );
}
