import { describe, expect, it } from 'vitest';
import { expectUntouched } from '../../support/footprint.js';
import { gitShim, type ShimOptions } from '../../support/git-shim.js';
import { relctl } from '../../support/relctl.js';
import { bump, ending, expectReleased, type Pair, published } from '../../support/release.js';

function interrupted({ clone }: Pair, options: ShimOptions) {
  const words = ['bump', 'patch', '--package', 'core', '--push', '--json'];
  const outcome = relctl(words, { cwd: clone.root, env: gitShim(options).env });
  return { ...outcome, document: outcome.stdout === '' ? null : JSON.parse(outcome.stdout) };
}

/** As a terminal sends it, to relctl; its git does not get it here. */
const INTERRUPT = 'kill -INT $PPID; sleep 0.1';

describe('a signal', () => {
  it.each([
    'status',
    'hash-object',
    'write-tree',
    'commit-tree',
  ])('before anything has happened stops the release: at git %s', command => {
    const pair = published();
    expectUntouched([pair.clone, pair.remote], () => {
      const { code, document } = interrupted(pair, { once: { [command]: INTERRUPT } });
      expect([code, document.error.code]).toEqual([130, 'INTERRUPTED']);
    });
    const base = pair.clone.revision('HEAD');
    expect(ending(bump(pair.clone))).toEqual([0, 'applied']);
    expectReleased(pair, base, ['core-v1.0.1']);
  });

  it.each([
    'push',
    'update-ref',
  ])('once it is being published lets the release come to its end: at git %s', command => {
    const pair = published();
    const base = pair.clone.revision('HEAD');
    const { code, document } = interrupted(pair, { once: { [command]: INTERRUPT } });
    expect([code, document.result?.status]).toEqual([130, 'applied']);
    expectReleased(pair, base, ['core-v1.0.1']);
  });

  it('that ends the push as well leaves nothing, and says so', () => {
    const pair = published();
    expectUntouched([pair.clone, pair.remote], () => {
      const { code, document } = interrupted(pair, { once: { push: `${INTERRUPT}; kill -INT $$` } });
      expect([code, document.error.code]).toEqual([130, 'INTERRUPTED']);
    });
    expect(ending(bump(pair.clone))).toEqual([0, 'applied']);
  });

  it('given twice ends the run at once, and the same command completes it', () => {
    const pair = published();
    const base = pair.clone.revision('HEAD');
    const { code, stderr } = interrupted(pair, {
      after: { push: `${INTERRUPT}; ${INTERRUPT}; sleep 5` },
    });
    // Ended by the signal itself.
    expect(code).toBe(null);
    expect(stderr).toContain('once more to stop at once');
    expect(ending(bump(pair.clone))).toEqual([0, 'resumed']);
    expectReleased(pair, base, ['core-v1.0.1']);
  });

  it('to terminate has an exit code of its own', () => {
    const pair = published();
    const { code, document } = interrupted(pair, {
      once: { 'hash-object': 'kill -TERM $PPID; sleep 0.1' },
    });
    expect([code, document.error.code]).toEqual([143, 'TERMINATED']);
  });
});

describe('a release that takes a while', () => {
  it('tells every push with --verbose, and on a terminal', () => {
    const { clone } = published();
    const words = ['bump', 'patch', '--package', 'core,tool', '--push', '--verbose'];
    const { stderr } = relctl(words, { cwd: clone.root });
    expect(stderr.split('\n').filter(line => line.startsWith('pushing'))).toEqual([
      'pushing refs/heads/main refs/tags/core-v1.0.1 (1 of 2)',
      'pushing refs/tags/tool-v1.0.1 (2 of 2)',
    ]);
    expect(relctl(words, { cwd: published().clone.root, env: {} }).stderr).not.toBe('');
    expect(relctl(words.slice(0, -1), { cwd: published().clone.root }).stderr).toBe('');
  });
});
