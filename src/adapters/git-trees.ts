import { byCodeUnit } from '../core/paths.js';
import type { Change, FileContent, Tree } from '../core/ports.js';
import { decode } from './file-content.js';
import type { BlobStore } from './git-blobs.js';
import type { GitProcess } from './git-process.js';

export async function readCommitTree(git: GitProcess, commit: string, blobs: BlobStore): Promise<Tree> {
  return treeOf(await git.text(['ls-tree', '-r', '-z', '--full-tree', commit]), blobs);
}

/** The files right in a folder of a commit, none where it has no such folder. */
export async function readCommitFolder(
  git: GitProcess,
  commit: string,
  folder: string,
  blobs: BlobStore,
): Promise<Tree> {
  return treeOf(await git.text(['ls-tree', '-z', '--full-tree', commit, '--', `${folder}/`]), blobs);
}

/** What stands behind the headers of a commit; null where there is no such commit. */
export async function readCommitMessage(commit: string, blobs: BlobStore): Promise<string | null> {
  const text = (await blobs.read(`${commit}^{commit}`))?.toString('utf8');
  if (text === undefined) return null;
  const end = text.indexOf('\n\n');
  return end < 0 ? '' : text.slice(end + 2);
}

function treeOf(output: string, blobs: BlobStore): Tree {
  const files: ListedFile[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\0', at);
    const tab = output.indexOf('\t', at);
    const mode = output.slice(at, at + 6);
    const type = output.slice(at + 7, at + 11);
    // `100644 blob <id>` and the path; `tree`, and `commit` for a submodule.
    if (type !== 'tree')
      files.push({
        path: output.slice(tab + 1, end),
        mode,
        object: type === 'blob' ? output.slice(at + 12, tab) : null,
      });
    at = end + 1;
  }
  return commitTree(files, blobs);
}

/** A file of a commit as git lists it. */
export interface ListedFile {
  readonly path: string;
  readonly mode: string;
  /** Null for a submodule. */
  readonly object: string | null;
}

/** A commit's tree from the list of its files. */
export function commitTree(files: readonly ListedFile[], blobs: BlobStore): Tree {
  const objects = new Map(files.map(file => [file.path, file]));
  return {
    paths: sorted([...objects.keys()]),
    read: wanted =>
      readAll(wanted, async path => {
        const entry = objects.get(path);
        if (entry === undefined || entry.object === null) return { kind: 'missing' };
        return entry.mode === '120000' ? { kind: 'link' } : fromBlob(blobs, entry.object);
      }),
  };
}

/** Git lists by bytes, which is nearly always the order of code units already. */
export function sorted(paths: string[]): string[] {
  return paths.every((path, index) => index === 0 || (paths[index - 1] as string) < path)
    ? paths
    : paths.sort(byCodeUnit);
}

/** The tree from which `changes` lead to `current`. */
export function treeBefore(current: Tree, changes: readonly Change[], blobs: BlobStore): Tree {
  const changed = new Map(changes.map(change => [change.path, change]));
  const removed = changes.filter(({ status }) => status === 'removed').map(({ path }) => path);
  const paths = [...current.paths.filter(path => changed.get(path)?.status !== 'added'), ...removed].sort(
    byCodeUnit,
  );
  return {
    paths,
    read: async wanted => {
      const unchanged = wanted.filter(path => !changed.has(path));
      const [same, different] = await Promise.all([
        current.read(unchanged),
        readAll(
          wanted.filter(path => changed.has(path)),
          async path => {
            const before = changed.get(path)?.before ?? null;
            return before === null ? { kind: 'missing' } : fromBlob(blobs, before);
          },
        ),
      ]);
      return new Map([...same, ...different]);
    },
  };
}

/** Asks for all at once, so that the store reads them together. */
async function readAll(
  paths: readonly string[],
  read: (path: string) => Promise<FileContent>,
): Promise<Map<string, FileContent>> {
  return new Map(await Promise.all(paths.map(async path => [path, await read(path)] as const)));
}

/** The content of an object by its id, or by its name in the index. */
export async function fromBlob(blobs: BlobStore, name: string): Promise<FileContent> {
  const content = await blobs.read(name);
  return content === null ? { kind: 'missing' } : decode(content);
}
