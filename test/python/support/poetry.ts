import { type Judge, locksAgain, type Package } from './judges.js';
import { ask } from './tools.js';

/** Poetry has no workspaces: every package has a lock file of its own. */
export function poetryLock(packages: readonly Package[]): (root: string) => void {
  return root => {
    for (const { folder } of packages)
      ask('poetry', ['--directory', folder, 'lock', '--no-interaction'], root);
  };
}

/** What Poetry is asked; `check --lock` weighs the hash alone, locking again the versions and requirements too. */
export function poetryJudges(packages: readonly Package[]): Record<string, Judge> {
  return {
    'poetry check --lock': ({ repository }) => {
      for (const { folder } of packages)
        ask('poetry', ['--directory', folder, 'check', '--lock'], repository.root);
    },
    'poetry lock changes nothing': locksAgain(poetryLock(packages)),
  };
}
