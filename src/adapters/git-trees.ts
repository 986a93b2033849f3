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

/** Where the object id starts, in `100644 blob <id>`, a tab and the path; a submodule is a `commit`, a folder a `tree`. */
const BLOB_ID = '100644 blob '.length;

function treeOf(output: string, blobs: BlobStore): Tree {
  const paths: string[] = [];
  const starts: number[] = [];
  for (let at = 0; at < output.length; ) {
    const tab = output.indexOf('\t', at + BLOB_ID);
    const end = output.indexOf('\0', tab);
    if (!output.startsWith('tree', at + 7)) {
      paths.push(output.slice(tab + 1, end));
      starts.push(at);
    }
    at = end + 1;
  }
  return listedTree(paths, blobs, place => {
    const at = starts[place] as number;
    const object = output.startsWith('blob', at + 7)
      ? output.slice(at + BLOB_ID, output.indexOf('\t', at))
      : null;
    return { mode: output.slice(at, at + 6), object };
  });
}

/** What git says of a file of a commit. */
export interface ListedFile {
  readonly mode: string;
  /** Null for a submodule. */
  readonly object: string | null;
}

/**
 * A commit's tree from the list of its files.
 * @param paths in the order of git, which is by bytes
 * @param fileAt what git says of the file at a place of that list; a repository has very many, of which few are asked for
 */
export function listedTree(
  paths: readonly string[],
  blobs: BlobStore,
  fileAt: (place: number) => ListedFile,
): Tree {
  const isSorted = inOrder(paths);
  const order = isSorted ? null : new Map(paths.map((path, place) => [path, place]));
  const sortedPaths = order === null ? paths : [...order.keys()].sort(byCodeUnit);
  const find = (path: string) => (order === null ? placeOf(paths, path) : order.get(path));
  return {
    paths: sortedPaths,
    read: async wanted => {
      const contents = new Map<string, FileContent>();
      const objects = new Map<string, string>();
      for (const path of wanted) {
        const place = find(path);
        const { mode, object } = place === undefined ? NO_FILE : fileAt(place);
        contents.set(path, object !== null && mode === LINK ? { kind: 'link' } : { kind: 'missing' });
        if (object !== null && mode !== LINK) objects.set(path, object);
      }
      await addBlobs(contents, objects, blobs);
      return contents;
    },
  };
}

const LINK = '120000';
const NO_FILE: ListedFile = { mode: '', object: null };

/** Git lists by bytes, which is nearly always the order of code units already. */
export function sorted(paths: string[]): string[] {
  return inOrder(paths) ? paths : paths.sort(byCodeUnit);
}

/** Whether each path stands behind the one before it, so that none is there twice either. */
function inOrder(paths: readonly string[]): boolean {
  for (let index = 1; index < paths.length; index++)
    if ((paths[index - 1] as string) >= (paths[index] as string)) return false;
  return true;
}

/** Where a path stands in a sorted list. */
function placeOf(paths: readonly string[], path: string): number | undefined {
  const place = placeFor(paths, path);
  return paths[place] === path ? place : undefined;
}

/** Where a path stands in a sorted list, or would. */
export function placeFor(paths: readonly string[], path: string): number {
  let [low, high] = [0, paths.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paths[middle] as string) < path) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The tree from which `changes` lead to `current`. */
export function treeBefore(current: Tree, changes: readonly Change[], blobs: BlobStore): Tree {
  const changed = new Map(changes.map(change => [change.path, change]));
  let paths: readonly string[] | null = null;
  return {
    get paths() {
      paths ??= pathsBefore(current.paths, changed);
      return paths;
    },
    read: async wanted => {
      const contents = new Map<string, FileContent>();
      const objects = new Map<string, string>();
      for (const path of wanted) {
        const before = changed.get(path)?.before ?? null;
        if (before !== null) objects.set(path, before);
        if (changed.has(path)) contents.set(path, { kind: 'missing' });
      }
      const [same] = await Promise.all([
        current.read(wanted.filter(path => !changed.has(path))),
        addBlobs(contents, objects, blobs),
      ]);
      return new Map([...same, ...contents]);
    },
  };
}

/** The same list where no file came or went: what is known of it need not be found out again. */
function pathsBefore(current: readonly string[], changed: ReadonlyMap<string, Change>): readonly string[] {
  const differing = [...changed.values()].filter(({ status }) => status !== 'modified');
  const parts: (readonly string[])[] = [];
  let from = 0;
  for (const { path, status } of differing.sort((left, right) => byCodeUnit(left.path, right.path))) {
    const place = placeFor(current, path);
    parts.push(current.slice(from, place), status === 'removed' ? [path] : []);
    from = status === 'added' && current[place] === path ? place + 1 : place;
  }
  return differing.length === 0 ? current : parts.concat(current.slice(from)).flat();
}

/** Asks for all at once, so that the store reads them together. @param objects path → object */
async function addBlobs(
  contents: Map<string, FileContent>,
  objects: ReadonlyMap<string, string>,
  blobs: BlobStore,
): Promise<void> {
  const read = await blobs.readAll([...objects.values()]);
  let place = 0;
  for (const path of objects.keys()) contents.set(path, asFile(read[place++] ?? null));
}

/** The content of an object by its id, or by its name in the index. */
export async function fromBlob(blobs: BlobStore, name: string): Promise<FileContent> {
  return asFile(await blobs.read(name));
}

function asFile(content: Buffer | null): FileContent {
  return content === null ? { kind: 'missing' } : decode(content);
}
