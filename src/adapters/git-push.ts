import { RelctlError } from '../core/errors.js';
import type { PushedRef } from '../core/ports.js';
import type { GitOutcome, GitProcess } from './git-process.js';

/**
 * One atomic push by object id: never forced, never tried again without `--atomic`. Hooks run, as for a push by
 * hand. A rejection is told from a failure by the exit code and the porcelain lines, not by words.
 * @throws REMOTE_REJECTED, REMOTE_UNREACHABLE
 */
export async function pushRefs(git: GitProcess, remote: string, refs: readonly PushedRef[]): Promise<void> {
  const specs = refs.map(({ object, ref }) => `${object}:${ref}`);
  const outcome = await git.run(
    ['push', '--atomic', '--porcelain', '--no-follow-tags', '--', remote, ...specs],
    { effects: true },
  );
  if (outcome.code === 0) return;
  const rejected = rejections(outcome);
  const words = outcome.stderr.trim();
  if (rejected.length > 0) {
    throw new RelctlError(
      'REMOTE_REJECTED',
      `${remote} did not accept the push: ${rejected.join('; ')}${words === '' ? '' : `\n${words}`}`,
      {
        details: { rejected },
      },
    );
  }
  if (/does not support --atomic/.test(words)) {
    throw new RelctlError(
      'REMOTE_REJECTED',
      `${remote} takes no atomic pushes, and without one a release could be left half done`,
      {
        hint: 'Push the release by hand: git push REMOTE BRANCH, then the tag.',
      },
    );
  }
  throw new RelctlError('REMOTE_UNREACHABLE', `the push to ${remote} failed: ${words}`);
}

/** Lines such as `!<tab>object:refs/heads/main<tab>[rejected] (fetch first)`. */
function rejections({ stdout }: GitOutcome): string[] {
  return stdout
    .toString('utf8')
    .split('\n')
    .filter(line => line.startsWith('!\t'))
    .map(line => {
      const [, spec = '', reason = ''] = line.split('\t');
      return `${spec.slice(spec.indexOf(':') + 1)} ${reason}`;
    });
}
