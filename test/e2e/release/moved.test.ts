import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectUntouched, leftovers } from '../../support/footprint.js';
import { gitShim } from '../../support/git-shim.js';
import { CHAIN } from '../../support/packages.js';
import { bump, ending, expectReleased, hook, published, refs } from '../../support/release.js';
import { Repository, temporaryFolder } from '../../support/repository.js';

const PUSH = ['patch', '--package', 'core', '--push'];

/** Another clone of the same remote with a commit that is not pushed yet. */
function colleague(remote: Repository): Repository {
  const other = remote.clone();
  other.commit({ 'README.md': 'by somebody else\n' });
  return other;
}

/** A bare repository with the same history as `clone`, known to nobody. */
function mirror(clone: Repository): Repository {
  const folder = temporaryFolder();
  clone.git('clone', '--quiet', '--bare', clone.root, folder);
  return clone.at(folder);
}

describe('a remote branch that moved', () => {
  it('before the release was planned', () => {
    const { clone, remote } = published();
    colleague(remote).git('push', '--quiet', 'origin', 'main');
    const shim = gitShim();
    const answer = expectUntouched([clone, remote], () => bump(clone, PUSH, shim.env));
    expect(ending(answer)).toEqual([4, 'REMOTE_MOVED']);
    expect(answer.error.hint).toContain('git pull');
    expect(shim.callsOf('push')).toEqual([]);
    clone.git('pull', '--quiet', '--ff-only');
    const base = clone.revision('HEAD');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  const between: readonly [string, (clone: Repository, script: string) => { PATH?: string }][] = [
    ['by a push just before ours', (_, script) => gitShim({ once: { push: script } }).env],
    [
      'while ours runs its pre-push hook',
      (clone, script) => {
        hook(clone, 'pre-push', `cat > /dev/null; unset GIT_DIR GIT_PREFIX; ${script}`);
        return {};
      },
    ],
  ];
  it.each(between)('between plan and push, %s', (_, interfere) => {
    const { clone, remote } = published();
    const other = colleague(remote);
    const theirs = other.revision('HEAD');
    const env = interfere(clone, `git -C '${other.root}' push --quiet origin main`);
    const answer = expectUntouched([clone], () => bump(clone, PUSH, env));
    expect([
      [4, 'REMOTE_MOVED'],
      [4, 'REMOTE_REJECTED'],
    ]).toContainEqual(ending(answer));
    expect(answer.error.hint).toContain('git pull');
    expect(refs(remote)).toEqual({ 'refs/heads/main': theirs });
    clone.git('pull', '--quiet', '--ff-only');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, theirs, ['core-v1.0.1']);
  });

  it('to another history', () => {
    const { clone, remote } = published();
    const other = remote.clone();
    other.git('commit', '--quiet', '--amend', '--allow-empty', '--message', 'Rewritten');
    other.git('push', '--quiet', '--force', 'origin', 'main');
    const answer = expectUntouched([clone, remote], () => bump(clone));
    expect(ending(answer)).toEqual([4, 'REMOTE_MOVED']);
  });

  it('back, so that what was published before is gone', () => {
    const clone = Repository.create(CHAIN);
    const first = clone.revision('HEAD');
    clone.commit({ 'README.md': 'second\n' });
    const remote = clone.publish();
    remote.git('update-ref', 'refs/heads/main', first);
    const answer = expectUntouched([clone, remote], () => bump(clone));
    expect(ending(answer)).toEqual([4, 'REMOTE_MOVED']);
    expect(answer.error.message).toMatch(/rewritten|back/);
  });
});

describe('a tag of the plan on the remote', () => {
  it('with another object is exit 4, names the objects, and nothing is pushed', () => {
    const { clone, remote } = published();
    remote.git('tag', 'core-v1.0.1', 'main');
    const shim = gitShim();
    const answer = expectUntouched([clone, remote], () => bump(clone, PUSH, shim.env));
    expect(ending(answer)).toEqual([4, 'REMOTE_REJECTED']);
    expect(answer.error.message).toContain('core-v1.0.1');
    expect(JSON.stringify(answer.error)).toContain(remote.revision('core-v1.0.1').slice(0, 12));
    expect(answer.error.hint).toMatch(/fetch|higher/);
    expect(shim.callsOf('push')).toEqual([]);
  });

  it('that appears between plan and push', () => {
    const { clone, remote } = published();
    const script = `git -C '${remote.root}' tag core-v1.0.1 main`;
    const { env } = gitShim({ once: { push: script } });
    const answer = expectUntouched([clone], () => bump(clone, PUSH, env));
    expect(ending(answer)).toEqual([4, 'REMOTE_REJECTED']);
    expect(remote.revision('main')).toBe(clone.revision('main'));
  });

  it('that stands in the way as a folder', () => {
    const { clone, remote } = published();
    remote.git('tag', 'core-v1.0.1/x', 'main');
    const answer = expectUntouched([clone, remote], () => bump(clone));
    expect(ending(answer)).toEqual([4, 'REMOTE_REJECTED']);
  });

  it('with the very object of the plan does not stop it halfway', () => {
    const { clone, remote } = published();
    const twin = remote.clone();
    bump(twin, ['patch', '--package', 'core']);
    twin.git('push', '--quiet', 'origin', 'core-v1.0.1');
    const base = clone.revision('HEAD');
    const answer = bump(clone);
    if (answer.code === 0) expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    else {
      expect(ending(answer)).toEqual([4, 'REMOTE_REJECTED']);
      expect([clone.revision('main'), remote.revision('main')]).toEqual([base, base]);
    }
  });

  it('that was deleted there is not pushed again by a later release', () => {
    const { clone, remote } = published();
    bump(clone);
    remote.git('tag', '--delete', 'core-v1.0.1');
    clone.git('config', 'push.followTags', 'true');
    expect(ending(bump(clone, ['minor', '--package', 'core', '--push']))).toEqual([0, 'applied']);
    expect(remote.git('tag')).toBe('core-v1.1.0');
    clone.git('tag', 'core-v1.1.1', 'main~1');
    const answer = expectUntouched([clone, remote], () => bump(clone));
    expect(ending(answer)).toEqual([3, 'TAG_TAKEN']);
  });
});

describe('where a remote is pushed to', () => {
  it('is the branch of the same name where there is no upstream, also on an empty remote', () => {
    const { clone, remote } = published();
    clone.git('switch', '--quiet', '--create', 'hotfix', '--no-track');
    const base = clone.revision('HEAD');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);

    const first = Repository.create(CHAIN);
    const empty = first.at(join(temporaryFolder(), 'empty.git'));
    mkdirSync(empty.root);
    empty.git('init', '--quiet', '--bare', '--initial-branch=main');
    first.git('remote', 'add', 'origin', empty.root);
    const start = first.revision('HEAD');
    expect(ending(bump(first))).toEqual([0, 'applied']);
    expectReleased({ clone: first, remote: empty }, start, ['core-v1.0.1']);
  });

  it('is looked at itself, where it is not where is fetched from', () => {
    const { clone, remote } = published();
    const target = mirror(clone);
    clone.git('config', 'remote.origin.pushurl', target.root);
    target.git('tag', 'core-v1.0.1', 'main');
    const answer = expectUntouched([clone, remote, target], () => bump(clone));
    expect([3, 4]).toContain(answer.code);
    target.git('tag', '--delete', 'core-v1.0.1');
    const base = clone.revision('HEAD');
    const again = bump(clone);
    if (again.code === 0) expectReleased({ clone, remote: target }, base, ['core-v1.0.1']);
    else expect([again.code, clone.revision('main')]).toEqual([3, base]);
  });

  it.each([false, true])('in two places is refused, or both are looked after (one rejects: %s)', rejects => {
    const { clone, remote } = published();
    const second = mirror(clone);
    clone.git('remote', 'set-url', '--add', '--push', 'origin', remote.root);
    clone.git('remote', 'set-url', '--add', '--push', 'origin', second.root);
    if (rejects) hook(second, 'pre-receive', 'cat > /dev/null; exit 1');
    const base = clone.revision('HEAD');
    const { code } = bump(clone);
    const tips = [remote, second].map(each => each.revision('main'));
    if (code === 0) {
      expect(rejects).toBe(false);
      for (const each of [remote, second]) expectReleased({ clone, remote: each }, base, ['core-v1.0.1']);
    } else if (code === 5) expect([rejects, tips[1]]).toEqual([true, base]);
    else
      expect([[3, 4].includes(code ?? 0), ...tips, clone.revision('main')]).toEqual([true, base, base, base]);
    if (code !== 5) expect(leftovers(clone)).toEqual([]);
  });

  it('needs no remote at all without --push', () => {
    const clone = Repository.create(CHAIN);
    const base = clone.revision('HEAD');
    expect(ending(bump(clone, ['patch', '--package', 'core']))).toEqual([0, 'applied']);
    expectReleased({ clone }, base, ['core-v1.0.1']);
  });
});
