import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hermeticEnvironment } from '../support/git-environment.js';
import { packageFiles } from '../support/packages.js';
import { RELCTL, relctl } from '../support/relctl.js';
import { Repository, temporaryFolder } from '../support/repository.js';

/** A git in PATH that writes down what it is asked when it starts, and when it has ended. @param first what it does before */
function watchedGit(first = ''): { PATH: string; started(): string[]; ended(): string[] } {
  const folder = temporaryFolder();
  const [starts, ends] = [join(folder, 'starts'), join(folder, 'ends')];
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const word = `for word; do case $word in rev-parse|ls-tree|diff-tree|cat-file) break;; esac; done`;
  const script = [`${word}`, `echo $word >> '${starts}'`, first, `'${git}' "$@"`, 'code=$?'];
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh\n${[...script, `echo $word >> '${ends}'`, 'exit $code'].join('\n')}\n`,
  );
  chmodSync(join(folder, 'git'), 0o755);
  for (const log of [starts, ends]) writeFileSync(log, '');
  const lines = (log: string) => readFileSync(log, 'utf8').split('\n').slice(0, -1).sort();
  return {
    PATH: `${folder}:${process.env.PATH}`,
    started: () => lines(starts),
    ended: () => lines(ends),
  };
}

const COMPARE = ['changed', '--base', 'HEAD~1', '--head', 'HEAD'];
const ALL = ['cat-file', 'diff-tree', 'ls-tree', 'rev-parse'];

function repository(): Repository {
  const made = Repository.create({ ...packageFiles('a'), ...packageFiles('b') });
  made.commit({ 'packages/a/src/a/core.py': 'VALUE = 2\n' });
  return made;
}

async function eventually(check: () => void): Promise<void> {
  for (let wait = 5; ; wait *= 2) {
    try {
      return check();
    } catch (error) {
      if (wait > 5000) throw error;
      await setTimeout(wait);
    }
  }
}

describe('the git processes of a comparison of commits', () => {
  it.each([
    [0, []],
    [2, ['--skip', 'none-such']],
  ])('have all ended soon after relctl, with exit code %i', async (code, further) => {
    const git = watchedGit();
    const outcome = relctl([...COMPARE, ...further], { cwd: repository().root, env: { PATH: git.PATH } });
    expect(outcome.code).toBe(code);
    expect(git.started()).toEqual(ALL);
    await eventually(() => expect(git.ended()).toEqual(ALL));
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('end where relctl is ended by %s', async signal => {
    const git = watchedGit('if [ $word = ls-tree ]; then sleep 1; fi');
    const child = spawn(process.execPath, [RELCTL, ...COMPARE], {
      cwd: repository().root,
      env: hermeticEnvironment({ PATH: git.PATH }),
      stdio: 'ignore',
    });
    await eventually(() => expect(git.started()).toEqual(ALL));
    child.kill(signal);
    await eventually(() => expect(git.ended()).toEqual(ALL));
    expect(child.signalCode).toBe(signal);
  });
});
