import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectUntouched, leftovers } from '../../support/footprint.js';
import { gitShim } from '../../support/git-shim.js';
import { CHAIN } from '../../support/packages.js';
import { relctlJson } from '../../support/relctl.js';
import { bump, ending, expectReleased, MANIFEST, MODULE, published } from '../../support/release.js';
import { Repository } from '../../support/repository.js';

const PATCH = ['patch', '--package', 'core'];

/** Ends with a conflict, as the operation does by itself. */
function conflict(repository: Repository, ...args: string[]): void {
  expect(() => repository.git('-c', 'advice.mergeConflict=false', ...args)).toThrow();
}

function withSide(): Repository {
  const repository = Repository.create(CHAIN);
  repository.git('switch', '--quiet', '--create', 'side');
  repository.commit({ 'README.md': 'side\n' }, 'Side');
  repository.git('switch', '--quiet', 'main');
  repository.commit({ 'README.md': 'main\n' }, 'Main');
  return repository;
}

describe('an operation under way', () => {
  const operations: readonly [string, (repository: Repository) => void][] = [
    ['merge', repository => conflict(repository, 'merge', '--quiet', 'side')],
    ['rebase', repository => conflict(repository, 'rebase', '--quiet', 'side')],
    ['rebase', repository => conflict(repository, 'rebase', '--quiet', '--apply', 'side')],
    ['cherry-pick', repository => conflict(repository, 'cherry-pick', 'side')],
    ['revert', repository => conflict(repository, 'revert', '--no-edit', 'HEAD~1')],
    ['bisect', repository => void repository.git('bisect', 'start', 'HEAD', 'HEAD~1')],
  ];

  it.each(operations)('%s is refused and left as it is', (name, begin) => {
    const repository = withSide();
    if (name === 'revert') repository.commit({ 'README.md': 'again\n' });
    begin(repository);
    const answer = expectUntouched([repository], () => bump(repository, PATCH));
    expect(answer.code).toBe(3);
    const { code, message, details } = answer.error;
    // A rebase and a bisection also detach HEAD: then both are reported.
    const codes = [code, ...(details.findings ?? []).map((finding: { code: string }) => finding.code)];
    expect(codes).toContain('OPERATION_IN_PROGRESS');
    expect(`${message} ${JSON.stringify(details)}`).toContain(name);
  });
});

describe('a file of the plan that is not as committed', () => {
  const states: readonly [string, (repository: Repository) => void][] = [
    [
      'added with intent only',
      repository => {
        const lock =
          '[[package]]\nname = "core"\nversion = "1.0.0"\nsource = { editable = "packages/core" }\n';
        repository.write({ 'uv.lock': `version = 1\n\n${lock}` });
        repository.git('add', '--intent-to-add', 'uv.lock');
      },
    ],
    [
      'staged, and taken back in the work tree only',
      repository => {
        const text = repository.read(MODULE);
        repository.write({ [MODULE]: `${text}# staged\n` });
        repository.git('add', MODULE);
        repository.write({ [MODULE]: text });
      },
    ],
    ['with another mode', repository => repository.makeExecutable(join(repository.root, MODULE))],
    ['deleted from the index only', repository => void repository.git('rm', '--quiet', '--cached', MODULE)],
  ];

  it.each(states)('%s is refused and left as it is', (_, change) => {
    const repository = Repository.create(CHAIN);
    change(repository);
    const answer = expectUntouched([repository], () => bump(repository, PATCH));
    expect(ending(answer)).toEqual([3, 'DIRTY_FILE']);
  });

  it.each(['--assume-unchanged', '--skip-worktree'])('and hidden from git by %s loses no byte', flag => {
    const repository = Repository.create(CHAIN);
    repository.write({ [MODULE]: '__version__ = "1.0.0"\nMINE = True\n' });
    repository.git('update-index', flag, MODULE);
    const { code } = bump(repository, PATCH);
    expect(repository.read(MODULE)).toContain('MINE = True');
    if (code === 0) expect(repository.git('show', `HEAD:${MODULE}`)).not.toContain('MINE');
    else expect(code).toBe(3);
  });
});

describe("git's own locks", () => {
  it.each([
    ['index.lock', 0],
    ['index.lock', 2 * 86_400],
    ['HEAD.lock', 60],
    ['refs/heads/main.lock', 60],
    ['refs/tags/core-v1.0.1.lock', 60],
  ])('%s (%d s old) is named with its age and never removed', (name, age) => {
    const { clone, remote } = published();
    const lock = join(clone.root, '.git', name);
    writeFileSync(lock, '');
    const then = Date.now() / 1000 - age;
    utimesSync(lock, then, then);
    const answer = expectUntouched([clone, remote], () => bump(clone));
    expect(ending(answer)).toEqual([3, 'REPOSITORY_LOCKED']);
    const [found] = answer.error.details.locks;
    expect(found.path).toContain(name);
    expect(Math.abs(found.ageSeconds - age)).toBeLessThan(30);
    expect(found).toHaveProperty('process');
    expect(existsSync(lock)).toBe(true);
    rmSync(lock);
    const base = clone.revision('HEAD');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });
});

describe('everything that stands in the way', () => {
  it('is told at once, and nothing changes', () => {
    const { clone, remote } = published();
    // On a commit that HEAD does not reach, or else its version would be a finding of its own.
    clone.git('tag', 'core-v1.0.1', clone.git('commit-tree', '-m', 'elsewhere', 'HEAD^{tree}'));
    clone.git('config', '--unset', 'user.email');
    clone.git('config', 'user.useConfigOnly', 'true');
    clone.git('checkout', '--quiet', '--detach');
    clone.write({ [MODULE]: '__version__ = "1.0.0"\n# mine\n' });
    writeFileSync(join(clone.root, '.git/index.lock'), '');
    const env = { GIT_AUTHOR_EMAIL: undefined, GIT_COMMITTER_EMAIL: undefined };
    const args = ['patch', '--package', 'core', '--push'];
    const answer = expectUntouched([clone, remote], () => bump(clone, args, env));
    expect(answer.code).toBe(3);
    const { findings } = answer.error.details;
    const codes = findings.map(({ code }: { code: string }) => code);
    expect([...codes].sort()).toEqual([
      'DETACHED_HEAD',
      'DIRTY_FILE',
      'NO_IDENTITY',
      'REPOSITORY_LOCKED',
      'TAG_TAKEN',
    ]);
    expect(answer.error.code).toBe(codes[0]);
    for (const { message, hint } of findings)
      expect([typeof message, hint === '']).toEqual(['string', false]);
    for (const { message } of findings) expect(answer.error.message).toContain(message);
    expect(leftovers(clone)).toEqual(['.git/index.lock']);
  });

  it('includes what is wrong at the remote', () => {
    const { clone, remote } = published();
    const other = remote.clone();
    other.commit({ 'README.md': 'theirs\n' });
    other.git('tag', 'core-v1.0.1');
    other.git('push', '--quiet', 'origin', 'main', 'core-v1.0.1');
    clone.write({ [MANIFEST]: `${clone.read(MANIFEST)}# mine\n` });
    const answer = expectUntouched([clone, remote], () => bump(clone));
    const codes = answer.error.details.findings.map(({ code }: { code: string }) => code);
    expect([...codes].sort()).toEqual(['DIRTY_FILE', 'REMOTE_MOVED', 'REMOTE_REJECTED']);
    expect(answer.code).toBe(3);
  });
});

describe('a release commit', () => {
  it('is not released again by the same command, here, in a fresh clone, or in the run that its push starts', () => {
    const { clone, remote } = published();
    const args = ['patch', '--all', '--push'];
    expect(ending(bump(clone, args))).toEqual([0, 'applied']);
    const fresh = remote.clone();
    for (const each of [clone, fresh]) {
      const answer = expectUntouched([each, remote], () => bump(each, args));
      expect(ending(answer)).toEqual([0, 'noop']);
    }
    const before = clone.revision('HEAD');
    expect(ending(bump(clone, ['minor', '--package', 'core', '--push']))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, before, ['core-v1.1.0']);
  });

  it('gets its missing tags from the same command', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    bump(clone, [...PATCH, '--push']);
    for (const each of [clone, remote]) each.git('tag', '--delete', 'core-v1.0.1');
    expect(ending(bump(clone))).toEqual([0, 'resumed']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it('that is not pushed yet is pushed with --push', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    bump(clone, PATCH);
    expect(ending(bump(clone))).toEqual([0, 'resumed']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it('that a colleague pushed from the same commit is not made a second time', () => {
    const { clone, remote } = published();
    const twin = remote.clone();
    bump(twin, [...PATCH, '--push'], { GIT_COMMITTER_NAME: 'Grace' });
    const env = { GIT_COMMITTER_DATE: '2026-01-02T12:00:00Z' };
    const answer = expectUntouched([clone, remote], () => bump(clone, undefined, env));
    expect(ending(answer)).toEqual([0, 'noop']);
    expect(answer.warnings.map(({ code }) => code)).toContain('ALREADY_RELEASED');
    remote.git('tag', '--delete', 'core-v1.0.1');
    expect(ending(bump(clone, undefined, env))).toEqual([0, 'resumed']);
    expect(remote.revision('core-v1.0.1^{commit}')).toBe(remote.revision('main'));
  });
});

describe('git itself', () => {
  it('may be missing, too old, or talkative', () => {
    const { clone, remote } = published();
    const missing = expectUntouched([clone, remote], () => bump(clone, undefined, { PATH: '/nonexistent' }));
    expect(ending(missing)).toEqual([6, 'GIT_MISSING']);

    const old = gitShim({
      before: {
        version: 'echo git version 2.17.1; exit 0',
        'update-ref': 'echo "fatal: unknown command: start" >&2; exit 128',
      },
    });
    const tooOld = expectUntouched([clone, remote], () => bump(clone, undefined, old.env));
    expect(tooOld.code).toBe(6);

    const noisy = gitShim({
      always: 'echo "wrapper: fatal: error: rejected, not really" >&2; [ "$LC_ALL" = C ] || exit 9',
    });
    const base = clone.revision('HEAD');
    const env = { ...noisy.env, LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' };
    expect(ending(bump(clone, undefined, env))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    mkdirSync(join(clone.root, 'empty'), { recursive: true });
    expect(relctlJson(['list'], { cwd: join(clone.root, 'empty'), env }).code).toBe(0);
  });
});
