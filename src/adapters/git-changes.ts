import type { Change, HeadCommit, Tree } from '../core/ports.js';
import type { BlobStore } from './git-blobs.js';
import type { GitProcess } from './git-process.js';
import { type ListedFile, listedTree } from './git-trees.js';

const NOTHING = /^0+$/;

/** Tracked files that differ between a commit and the work tree. Renames are a removed and an added path. */
export async function diffWorkTree(git: GitProcess, commit: string): Promise<Change[]> {
  const options = [
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=dirty',
  ];
  const [changes] = parseRaw(await git.text(['diff', ...options, commit, '--']));
  return changes === undefined ? [] : toChanges(changes);
}

const COMPARE = [
  'diff-tree',
  '--stdin',
  '--always',
  '-m',
  '-r',
  '-z',
  '--raw',
  '--no-renames',
  '--no-ext-diff',
] as const;

/** What differs between each of `from` and `to`, with one process for all. */
export async function diffCommits(git: GitProcess, from: readonly string[], to: string): Promise<Change[][]> {
  const output = await git.text(COMPARE, { input: pairs(from, to) });
  return parseRaw(output).map(toChanges);
}

/** The same, and the files of `to`: what differs between its tree and the empty one. */
export async function diffAndList(
  git: GitProcess,
  from: readonly string[],
  to: Pick<HeadCommit, 'commit' | 'tree'>,
  blobs: BlobStore,
): Promise<{ tree: Tree; comparisons: Change[][] }> {
  const empty = EMPTY_TREES[to.tree.length === 40 ? 0 : 1];
  const output = await git.text(COMPARE, { input: `${pairs(from, to.commit)}${empty} ${to.tree}\n` });
  const comparisons = parseRaw(output);
  const { paths, words } = comparisons.pop() ?? NOTHING_DIFFERS;
  return {
    tree: listedTree(paths, blobs, place => listed(words[place] as string)),
    comparisons: comparisons.map(toChanges),
  };
}

/** By SHA-1 and SHA-256; git knows them without having them. */
const EMPTY_TREES = [
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
] as const;

const SUBMODULE = '160000';

/** `head base` on a line asks for head against base as if that were its parent. */
function pairs(from: readonly string[], to: string): string {
  return from.map(base => `${to} ${base}\n`).join('');
}

/** Paths that differ, and what git says of each: `:100644 100644 <before> <after> M`. */
interface RawChanges {
  readonly paths: string[];
  readonly words: string[];
}

const NOTHING_DIFFERS: RawChanges = { paths: [], words: [] };

/** Where the object ids start: all that comes before has a fixed width. */
const IDS = ':100644 100644 '.length;

/** Parses `--raw -z`; in the output of several comparisons one object id, or those of two trees, start the next one. */
function parseRaw(output: string): RawChanges[] {
  const comparisons: RawChanges[] = [];
  let current: RawChanges | null = null;
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\0', at);
    let words = output.slice(at, end < 0 ? output.length : end);
    at += words.length + 1;
    if (!words.startsWith(':')) {
      const header = /^[0-9a-f]{40,64}(?: [0-9a-f]{40,64})?(?:\n|$)/.exec(words);
      if (header === null) continue;
      current = { paths: [], words: [] };
      comparisons.push(current);
      words = words.slice(header[0].length);
      if (!words.startsWith(':')) continue;
    }
    if (current === null) {
      current = { paths: [], words: [] };
      comparisons.push(current);
    }
    const pathEnd = output.indexOf('\0', at);
    current.words.push(words);
    current.paths.push(output.slice(at, pathEnd));
    at = pathEnd + 1;
  }
  return comparisons;
}

function toChanges({ paths, words }: RawChanges): Change[] {
  return paths.map((path, place): Change => {
    const [before = '', , letter = ''] = (words[place] as string).slice(IDS).split(' ');
    const status = letter.startsWith('A') ? 'added' : letter.startsWith('D') ? 'removed' : 'modified';
    return { path, status, before: NOTHING.test(before) ? null : before };
  });
}

/** A path that was added, as a file. */
function listed(words: string): ListedFile {
  const mode = words.slice(IDS - 7, IDS - 1);
  const length = words.indexOf(' ', IDS) - IDS;
  const object = words.slice(IDS + length + 1, IDS + 2 * length + 1);
  return { mode, object: mode === SUBMODULE ? null : object };
}
