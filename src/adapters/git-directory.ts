import { type GitProcess, gitFailure } from './git-process.js';

export interface GitDirectory {
  /** Absolute; of this work tree. */
  readonly own: string;
  /** Absolute; what all work trees of the repository share. */
  readonly common: string;
}

const known = new WeakMap<GitProcess, Promise<GitDirectory>>();

/** Where git keeps this repository; asked once. */
export function gitDirectory(git: GitProcess): Promise<GitDirectory> {
  let found = known.get(git);
  if (found === undefined) {
    found = locate(git);
    known.set(git, found);
  }
  return found;
}

async function locate(git: GitProcess): Promise<GitDirectory> {
  const words = ['rev-parse', '--absolute-git-dir', '--path-format=absolute', '--git-common-dir'];
  const outcome = await git.run(words);
  if (outcome.code !== 0) throw gitFailure(words, outcome);
  const [own = '', common = ''] = outcome.stdout.toString('utf8').split('\n');
  return { own, common };
}
