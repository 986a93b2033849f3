import { RelctlError } from '../core/errors.js';
import type { RefUpdate } from '../core/ports.js';
import { type GitProcess, gitFailure } from './git-process.js';

/** Branches and tags here, by full name. */
export async function readLocalRefs(git: GitProcess): Promise<Map<string, string>> {
  const words = ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags'];
  const lines = (await git.text(words)).split('\n').filter(Boolean);
  return new Map(lines.map(line => line.split(' ') as [string, string]));
}

/**
 * One transaction: all of them or none.
 * @param end `abort` to see only whether git would do it
 * @throws BRANCH_MOVED where a reference is not where it is moved from; REPOSITORY_LOCKED, GIT_FAILED
 */
export async function moveRefs(
  git: GitProcess,
  updates: readonly RefUpdate[],
  end: 'commit' | 'abort',
): Promise<void> {
  const lines = updates.map(({ ref, after, before }) => {
    if (before === null) return `create ${ref}\0${after}\0`;
    return after === null ? `delete ${ref}\0${before}\0` : `update ${ref}\0${after}\0${before}\0`;
  });
  const input = ['start\0', ...lines, 'prepare\0', `${end}\0`].join('');
  const words = ['update-ref', '-z', '--create-reflog', '-m', 'relctl: release', '--stdin'];
  const outcome = await git.run(words, { input });
  if (outcome.code === 0) return;
  const said = outcome.stderr.trim();
  if (/\.lock': File exists/.test(said)) throw new RelctlError('REPOSITORY_LOCKED', said);
  const isRefused = /Permission denied|Read-only file system|No space left/.test(said);
  if (!isRefused && /cannot lock ref/.test(said)) throw new RelctlError('BRANCH_MOVED', said);
  throw gitFailure(words, outcome);
}
