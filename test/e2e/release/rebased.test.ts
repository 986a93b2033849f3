import { describe, expect, it } from 'vitest';
import { gitShim } from '../../support/git-shim.js';
import { relctlJson } from '../../support/relctl.js';
import { bump, ending, published } from '../../support/release.js';

const LOCAL = ['patch', '--package', 'core'];

describe('a release that was made here while the remote went on', () => {
  it('is told how to be given up, and made again after that', () => {
    const { clone, remote } = published();
    expect(ending(bump(clone, LOCAL))).toEqual([0, 'applied']);
    const other = remote.clone();
    other.commit({ 'README.md': 'by somebody else\n' });
    other.git('push', '--quiet', 'origin', 'main');
    const answer = bump(clone);
    expect(ending(answer)).toEqual([4, 'REMOTE_MOVED']);
    expect(answer.error.hint).toContain('relctl bump --abort');
    expect(ending(bump(clone, ['--abort']))).toEqual([0, 'aborted']);
    clone.git('pull', '--quiet', '--ff-only');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expect(remote.revision('core-v1.0.1^{commit}')).toBe(clone.revision('HEAD'));
  });

  it('and was rebased, leaves a tag behind that the hint says how to get rid of', () => {
    const { clone, remote } = published();
    bump(clone, LOCAL);
    const other = remote.clone();
    other.commit({ 'README.md': 'by somebody else\n' });
    other.git('push', '--quiet', 'origin', 'main');
    clone.git('pull', '--quiet', '--rebase');
    clone.git('push', '--quiet', 'origin', 'main');
    const refused = relctlJson(['tag', '--push'], { cwd: clone.root });
    expect([refused.code, refused.error.code]).toEqual([3, 'TAG_TAKEN']);
    expect(refused.error.hint).toContain('git tag -d');
    clone.git('tag', '-d', 'core-v1.0.1');
    expect(relctlJson(['tag', '--push'], { cwd: clone.root }).code).toBe(0);
    expect(remote.revision('core-v1.0.1^{commit}')).toBe(clone.revision('HEAD'));
  });

  it('and says of a second commit that it released the same, does not keep other tags from being made', () => {
    const { clone, remote } = published();
    bump(clone);
    const released = clone.revision('HEAD');
    // What is left of a release commit after a rebase onto the same release: its trailers.
    clone.commit({ 'README.md': 'rebased\n' }, 'release: core 1.0.1\n\nRelctl-Release: core 1.0.1\n');
    clone.git('push', '--quiet', 'origin', 'main');
    expect(ending(bump(clone, ['patch', '--package', 'tool', '--push', '--no-tag']))).toEqual([0, 'applied']);
    for (const each of [clone, remote.clone()]) {
      const { code } = relctlJson(['tag', '--push'], { cwd: each.root });
      expect(code).toBe(0);
      expect(each.revision('core-v1.0.1^{commit}')).toBe(released);
    }
    expect(remote.revision('tool-v1.0.1^{commit}')).toBe(clone.revision('HEAD'));
  });
});

describe('a release of which git is slow to make the commit', () => {
  it('has one second in commit and tags, so that two clones with one commit have the same tags', () => {
    const { clone } = published();
    const unset = { GIT_COMMITTER_DATE: undefined, GIT_AUTHOR_DATE: undefined };
    const { env } = gitShim({ before: { 'commit-tree': 'sleep 1.1' } });
    expect(ending(bump(clone, LOCAL, { ...unset, ...env }))).toEqual([0, 'applied']);
    const tagged = clone.git('for-each-ref', '--format=%(taggerdate:raw)', 'refs/tags/core-v1.0.1');
    expect(clone.git('log', '-1', '--format=%cd', '--date=raw')).toBe(tagged);
  });
});
