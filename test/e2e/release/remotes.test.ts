import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectUntouched, leftovers } from '../../support/footprint.js';
import { forbiddenCalls, gitShim } from '../../support/git-shim.js';
import { CHAIN } from '../../support/packages.js';
import { relctl } from '../../support/relctl.js';
import { bump, ending, expectReleased, hook, orphanTags, published, refs } from '../../support/release.js';

const THREE = ['patch', '--package', 'core,api,tool', '--push'];
const THREE_TAGS = ['core-v1.0.1', 'api-v1.0.1', 'tool-v1.0.1'];
const ONE_PUSH = { ...CHAIN, 'relctl.toml': '[push]\ntags-per-push = 3\n' };

/** What a hosting service says of a protected branch, with what a hostile one might add. */
const WORDS = String.raw`printf 'error: GH006: Protected branch update failed for refs/heads/main.\n\033[31mred\033]8;;http://x\007\n::error::no\r\342\200\256' >&2`;

describe('a remote that rejects', () => {
  const rejections: readonly [string, string, string][] = [
    ['the branch', 'update', `case "$1" in refs/heads/*) ${WORDS}; exit 1;; esac`],
    ['one of three tags', 'update', `case "$1" in refs/tags/api-*) ${WORDS}; exit 1;; esac`],
    ['everything', 'pre-receive', `cat > /dev/null; ${WORDS}; exit 1`],
  ];

  it.each(rejections)('%s gets nothing of it, and the clone is as it was', (_, name, script) => {
    const { clone, remote } = published(ONE_PUSH);
    hook(remote, name, script);
    const shim = gitShim();
    const answer = expectUntouched([clone, remote], () => bump(clone, THREE, shim.env));
    expect(ending(answer)).toEqual([4, 'REMOTE_REJECTED']);
    expect(answer.error.message).toContain('GH006: Protected branch update failed');
    expect(shim.callsOf('push').filter(call => !call.includes('--atomic'))).toEqual([]);
    expect(forbiddenCalls(shim.calls())).toEqual([]);
    expect(leftovers(clone)).toEqual([]);
    rmSync(join(remote.root, 'hooks', name));
    const base = clone.revision('HEAD');
    expect(ending(bump(clone, THREE))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, THREE_TAGS);
  });

  it('is quoted with its control characters made visible, and without commands for a CI runner', () => {
    const { clone, remote } = published();
    hook(remote, 'pre-receive', `cat > /dev/null; ${WORDS}; exit 1`);
    const args = ['bump', 'patch', '--package', 'core', '--push'];
    const { code, stdout, stderr } = relctl(args, { cwd: clone.root });
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('GH006');
    expect(stderr).toContain('\\u001b[31mred');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
    expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
    expect(stderr).not.toMatch(/^\s*::/m);
  });

  it('a further push leaves a release that the same command completes', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    hook(remote, 'update', 'case "$1" in refs/tags/tool-*) echo full >&2; exit 1;; esac');
    const answer = bump(clone, THREE);
    expect(ending(answer)).toEqual([5, 'PARTLY_PUSHED']);
    expect(`${answer.error.message} ${answer.error.hint}`).toMatch(/tool-v1\.0\.1[\s\S]*relctl/);
    expect(orphanTags(remote)).toEqual([]);
    expect(ending(bump(clone, THREE))[0]).toBe(5);
    rmSync(join(remote.root, 'hooks/update'));
    expect(ending(bump(clone, THREE))).toEqual([0, 'resumed']);
    expectReleased({ clone, remote }, base, THREE_TAGS);
    expect(ending(bump(clone, THREE))).toEqual([0, 'noop']);
  });
});

describe('a remote that takes no atomic pushes', () => {
  it('is refused before anything is sent, and never pushed to without', () => {
    const { clone, remote } = published();
    remote.git('config', 'receive.advertiseAtomic', 'false');
    const shim = gitShim();
    const answer = expectUntouched([clone, remote], () => bump(clone, THREE, shim.env));
    expect(ending(answer)).toEqual([4, 'REMOTE_NOT_ATOMIC']);
    expect(answer.error.hint).not.toBe('');
    expect(shim.callsOf('push').filter(call => !call.includes('--atomic'))).toEqual([]);
    expect(shim.callsOf('hash-object').concat(shim.callsOf('commit-tree'))).toEqual([]);
  });
});

describe('a connection that breaks when the remote has taken the push', () => {
  /** The server's side dies with everything in place; the client hears nothing. */
  const SERVER_DIES = 'cat > /dev/null; kill -9 $PPID';
  /** The client's `git push` dies, which is the grandparent of the hook. */
  const CLIENT_DIES = 'cat > /dev/null; kill -9 $(ps -o ppid= -p $PPID)';

  it.each([
    ['the server', SERVER_DIES],
    ['the client', CLIENT_DIES],
  ])('since %s was killed: what the remote then shows decides', (_, script) => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    hook(remote, 'post-receive', script);
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    rmSync(join(remote.root, 'hooks/post-receive'));
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    expect(ending(bump(clone))).toEqual([0, 'noop']);
  });

  /** As a crash between two renames of the server leaves it: the branch has moved, the last tags are missing. */
  const half = (lock: boolean) => `while read -r _ _ ref; do case "$ref" in
refs/tags/core-*) ;;
refs/tags/*) git update-ref -d "$ref"; ${lock ? 'touch "$ref.lock"' : ':'} ;;
esac; done; kill -9 $PPID`;

  it('with a part of it, is completed by the run itself or by the next one, to the same version', () => {
    const { clone, remote } = published(ONE_PUSH);
    const base = clone.revision('HEAD');
    hook(remote, 'post-receive', half(false));
    const first = ending(bump(clone, THREE));
    rmSync(join(remote.root, 'hooks/post-receive'));
    expect([
      [0, 'applied'],
      [5, 'PARTLY_PUSHED'],
    ]).toContainEqual(first);
    expect(orphanTags(remote)).toEqual([]);
    expect(ending(bump(clone, THREE))).toEqual([0, first[0] === 0 ? 'noop' : 'resumed']);
    expectReleased({ clone, remote }, base, THREE_TAGS);
  });

  it('with a lock left on the server, stays partial until the lock is gone, and says which', () => {
    const { clone, remote } = published(ONE_PUSH);
    const base = clone.revision('HEAD');
    hook(remote, 'post-receive', half(true));
    expect(ending(bump(clone, THREE))).toEqual([5, 'PARTLY_PUSHED']);
    rmSync(join(remote.root, 'hooks/post-receive'));
    const again = bump(clone, THREE);
    expect(again.code).toBe(5);
    expect(again.error.message).toContain('.lock');
    const locks = ['api', 'tool'].map(name => join(remote.root, `refs/tags/${name}-v1.0.1.lock`));
    expect(locks.map(lock => existsSync(lock))).toEqual([true, true]);
    for (const lock of locks) rmSync(lock);
    expect(ending(bump(clone, THREE))).toEqual([0, 'resumed']);
    expectReleased({ clone, remote }, base, THREE_TAGS);
  });

  it('from a fresh clone too: the part that is missing is pushed, and no number skipped', () => {
    const { clone, remote } = published(ONE_PUSH);
    const base = clone.revision('HEAD');
    hook(remote, 'post-receive', half(false));
    bump(clone, THREE);
    rmSync(join(remote.root, 'hooks/post-receive'));
    const fresh = remote.clone();
    const answer = bump(fresh, THREE);
    expect([
      [0, 'noop'],
      [0, 'resumed'],
    ]).toContainEqual(ending(answer));
    expect(Object.keys(refs(remote)).sort()).toEqual(
      ['refs/heads/main', ...THREE_TAGS.map(tag => `refs/tags/${tag}`)].sort(),
    );
    expect(remote.revision('main~1')).toBe(base);
  });
});

describe('a remote that cannot be reached', () => {
  it.each(['gone', 'file'])('is exit 4 with the clone as it was (%s)', kind => {
    const { clone, remote } = published();
    rmSync(remote.root, { recursive: true });
    if (kind === 'file') writeFileSync(remote.root, 'no repository\n');
    const answer = expectUntouched([clone], () => bump(clone));
    expect(ending(answer)).toEqual([4, 'REMOTE_UNREACHABLE']);
  });

  it('after the push was tried is unknown, exit 5, and the next run settles it', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    hook(remote, 'post-receive', `cat > /dev/null; mv '${remote.root}' '${remote.root}.away'; kill -9 $PPID`);
    const first = bump(clone);
    expect(ending(first)).toEqual([5, 'PUSH_UNKNOWN']);
    expect(first.error.hint).toMatch(/same command|relctl bump/);
    expect([4, 5]).toContain(bump(clone).code);
    clone.git('config', 'remote.origin.url', `${remote.root}.away`);
    rmSync(join(`${remote.root}.away`, 'hooks/post-receive'));
    expect(ending(bump(clone))).toEqual([0, 'resumed']);
    const moved = remote.at(`${remote.root}.away`);
    expectReleased({ clone, remote: moved }, base, ['core-v1.0.1']);
  });
});
