import type { FileContent, WorkTree } from '../core/ports.js';
import { readContent } from './file-content.js';
import type { BlobStore } from './git-blobs.js';
import type { GitProcess } from './git-process.js';
import { fromBlob, placeFor, sorted } from './git-trees.js';

const TRACKED = ['--cached', '--deduplicate'];
const UNTRACKED = ['--others', '--exclude-standard'];

/** The work tree as git lists it: tracked files, untracked ones that are not ignored, or both. */
export async function readWorkTree(
  git: GitProcess,
  root: string,
  blobs: BlobStore,
  which: 'tracked' | 'untracked' | 'all',
): Promise<WorkTree> {
  const output = await git.text([
    'ls-files',
    '-z',
    '-t',
    ...(which === 'untracked' ? [] : TRACKED),
    ...(which === 'tracked' ? [] : UNTRACKED),
  ]);
  const untracked: string[] = [];
  const tracked: string[] = [];
  const notCheckedOut = new Set<string>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\0', at);
    const path = output.slice(at + 2, end);
    const tag = output[at];
    at = end + 1;
    // A folder among the untracked is another repository.
    if (tag === '?' && !path.endsWith('/')) untracked.push(path);
    else if (tag !== '?') tracked.push(path);
    if (tag === 'S') notCheckedOut.add(path);
  }
  return {
    paths: withFurther(sorted(tracked), untracked),
    untracked: new Set(untracked),
    notCheckedOut,
    read: async wanted => {
      // What a sparse checkout leaves out is not on the disk, but in the index; asked for at once, by one process.
      const inIndex = await Promise.all(
        wanted.filter(path => notCheckedOut.has(path)).map(path => fromBlob(blobs, `:${path}`)),
      );
      let next = 0;
      return new Map(
        wanted.map(path => [
          path,
          notCheckedOut.has(path) ? (inIndex[next++] as FileContent) : readContent(root, path),
        ]),
      );
    },
  };
}

/** The whole work tree from its two parts. */
export function joinWorkTree(tracked: WorkTree, { untracked }: WorkTree): WorkTree {
  return { ...tracked, untracked, paths: withFurther(tracked.paths, [...untracked]) };
}

/** So many are put in their places one by one; for more it is quicker to sort all. */
const FEW = 500;

/** A sorted list with further paths in it. */
function withFurther(paths: readonly string[], further: readonly string[]): readonly string[] {
  if (further.length === 0) return paths;
  if (further.length > FEW) return sorted([...paths, ...further]);
  const all = [...paths];
  for (const path of further) all.splice(placeFor(all, path), 0, path);
  return all;
}
