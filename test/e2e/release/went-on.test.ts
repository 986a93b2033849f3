import { describe, expect, it } from 'vitest';
import { gitShim } from '../../support/git-shim.js';
import { relctl } from '../../support/relctl.js';
import { bump, ending, orphanTags, published, refs } from '../../support/release.js';

const KILL = 'kill -KILL $PPID; exit 1';

describe('a release that was cut off', () => {
  it('is completed though others have gone on from it on the remote', () => {
    const { clone, remote } = published();
    const words = ['bump', 'patch', '--package', 'core,tool', '--push', '--json'];
    relctl(words, { cwd: clone.root, env: gitShim({ after: { push: KILL } }).env });
    expect(Object.keys(refs(remote))).toEqual(['refs/heads/main', 'refs/tags/core-v1.0.1']);
    const colleague = remote.clone();
    colleague.commit({ 'README.md': 'more\n' });
    colleague.git('push', '--quiet', 'origin', 'main');
    const answer = bump(clone, words.slice(1, -1));
    expect(ending(answer)).toEqual([0, 'resumed']);
    expect(Object.keys(refs(remote))).toEqual([
      'refs/heads/main',
      'refs/tags/core-v1.0.1',
      'refs/tags/tool-v1.0.1',
    ]);
    expect(orphanTags(remote)).toEqual([]);
    expect(clone.status()).toBe('');
  });

  it('has its index brought up to date by another command as well', () => {
    const { clone } = published();
    const script =
      'case "$*" in *--index-info*) [ -e .git/relctl/journal.json ] && { kill -KILL $PPID; exit 1; };; esac';
    relctl(['bump', 'minor', '--package', 'core', '--json'], {
      cwd: clone.root,
      env: gitShim({ before: { 'update-index': script } }).env,
    });
    expect(clone.status()).not.toBe('');
    expect(ending(bump(clone, ['patch', '--package', 'tool']))).toEqual([0, 'applied']);
    expect(clone.status()).toBe('');
    expect(clone.git('tag').split('\n')).toEqual(['core-v1.1.0', 'tool-v1.0.1']);
  });
});
