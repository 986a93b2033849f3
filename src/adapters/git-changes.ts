import type { Change, HeadCommit } from '../core/ports.js';
import type { GitProcess } from './git-process.js';
import type { ListedFile } from './git-trees.js';

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
  return (parseRaw(await git.text(['diff', ...options, commit, '--']))[0] ?? []).map(toChange);
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
  return parseRaw(output).map(changes => changes.map(toChange));
}

/** The same, and the files of `to`: what differs between its tree and the empty one. */
export async function diffAndList(
  git: GitProcess,
  from: readonly string[],
  to: Pick<HeadCommit, 'commit' | 'tree'>,
): Promise<{ files: ListedFile[]; comparisons: Change[][] }> {
  const empty = EMPTY_TREES[to.tree.length === 40 ? 0 : 1];
  const output = await git.text(COMPARE, { input: `${pairs(from, to.commit)}${empty} ${to.tree}\n` });
  const comparisons = parseRaw(output);
  const files = comparisons.pop() ?? [];
  return {
    files: files.map(({ path, modeAfter, after }) => ({
      path,
      mode: modeAfter,
      object: modeAfter === SUBMODULE ? null : after,
    })),
    comparisons: comparisons.map(changes => changes.map(toChange)),
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

interface RawChange {
  readonly path: string;
  readonly modeAfter: string;
  readonly before: string;
  readonly after: string;
  readonly letter: string;
}

/** Parses `--raw -z`; in the output of several comparisons one object id, or those of two trees, start the next one. */
function parseRaw(output: string): RawChange[][] {
  const comparisons: RawChange[][] = [];
  const parts = output.split('\0');
  for (let index = 0; index < parts.length; index++) {
    let part = parts[index] as string;
    const header = /^[0-9a-f]{40,64}(?: [0-9a-f]{40,64})?(?:\n|$)/.exec(part);
    if (header !== null) {
      comparisons.push([]);
      part = part.slice(header[0].length);
    }
    if (!part.startsWith(':')) continue;
    if (comparisons.length === 0) comparisons.push([]);
    comparisons.at(-1)?.push(readChange(part, parts[++index] as string));
  }
  return comparisons;
}

/** `:100644 100644 <before> <after> M` and the path. */
function readChange(description: string, path: string): RawChange {
  const [, modeAfter = '', before = '', after = '', letter = ''] = description.split(' ');
  return { path, modeAfter, before, after, letter };
}

function toChange({ path, before, letter }: RawChange): Change {
  const status = letter.startsWith('A') ? 'added' : letter.startsWith('D') ? 'removed' : 'modified';
  return { path, status, before: NOTHING.test(before) ? null : before };
}
