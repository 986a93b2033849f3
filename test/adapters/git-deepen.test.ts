import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GitDeepener } from '../../src/adapters/git-deepen.js';
import { GitProcess } from '../../src/adapters/git-process.js';
import { hermeticEnvironment } from '../support/git-environment.js';
import { Repository, temporaryFolder } from '../support/repository.js';

it('gives up on a remote that does not answer', async () => {
  const repository = Repository.create({ x: 'x\n' });
  const ssh = join(temporaryFolder(), 'ssh');
  writeFileSync(ssh, '#!/bin/sh\nexec sleep 5\n', { mode: 0o755 });
  repository.git('remote', 'add', 'origin', 'ssh://nowhere.invalid/x.git');
  const process = new GitProcess(repository.root, hermeticEnvironment({ GIT_SSH: ssh }));
  const begin = performance.now();
  const fetching = new GitDeepener(process, 300).fetchBefore(['a'.repeat(40)], 8);
  await expect(fetching).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
  expect(performance.now() - begin).toBeLessThan(4000);
});

it('fetches a branch whose tip is here without cutting history off there', async () => {
  const origin = Repository.create({ x: '0\n' });
  for (const value of [1, 2, 3, 4]) origin.commit({ x: `${value}\n` });
  origin.git('branch', 'topic', 'HEAD~1');
  const clone = origin.clone('--depth=4');
  const deepener = new GitDeepener(new GitProcess(clone.root, hermeticEnvironment()));
  expect(await deepener.fetchRevision('origin/topic', true)).toBe(true);
  expect(clone.git('rev-list', '--count', 'HEAD')).toBe('4');
  expect(clone.revision('origin/topic')).toBe(origin.revision('topic'));
  expect(await deepener.fetchRevision('origin/none', true)).toBe(false);
  expect(await deepener.fetchRevision('origin/../../heads/main', true)).toBe(false);
});
