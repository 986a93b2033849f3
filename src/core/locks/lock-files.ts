import { type LockKind, lockKind } from './lock.js';

/** The lock files among paths, wherever they are: a package can be in several. */
export function lockFiles(paths: readonly string[]): { path: string; kind: LockKind }[] {
  return paths.flatMap(path => {
    // The ending is compared first: this sees every file of the repository.
    const kind = path.endsWith('.lock') ? lockKind(path) : null;
    return kind === null ? [] : [{ path, kind }];
  });
}
