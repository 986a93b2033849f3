import type { Change } from '../core/ports.js';
import type { GitProcess } from './git-process.js';

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
  return parseRaw(await git.text(['diff', ...options, commit, '--']))[0] ?? [];
}

/** What differs between each of `from` and `to`, with one process for all. */
export async function diffCommits(git: GitProcess, from: readonly string[], to: string): Promise<Change[][]> {
  const options = ['--stdin', '--always', '-m', '-r', '-z', '--raw', '--no-renames', '--no-ext-diff'];
  // `head base` on a line asks for head against base as if that were its parent.
  const output = await git.text(['diff-tree', ...options], {
    input: from.map(base => `${to} ${base}\n`).join(''),
  });
  return parseRaw(output);
}

/** Parses `--raw -z`; in the output of several comparisons an object id alone starts the next one. */
function parseRaw(output: string): Change[][] {
  const comparisons: Change[][] = [];
  const parts = output.split('\0');
  for (let index = 0; index < parts.length; index++) {
    let part = parts[index] as string;
    const header = /^[0-9a-f]{40,64}(?:\n|$)/.exec(part);
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
function readChange(description: string, path: string): Change {
  const [, , before = '', , letter = ''] = description.split(' ');
  const status = letter.startsWith('A') ? 'added' : letter.startsWith('D') ? 'removed' : 'modified';
  return { path, status, before: NOTHING.test(before) ? null : before };
}
