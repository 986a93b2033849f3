import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { difference, expectUntouched, footprint, leftovers } from '../../support/footprint.js';
import { forbiddenCalls, gitShim } from '../../support/git-shim.js';
import { CHAIN } from '../../support/packages.js';
import { relctl, relctlJson } from '../../support/relctl.js';
import { bump, ending, expectReleased, MANIFEST, MODULE, published, refs } from '../../support/release.js';
import { Repository } from '../../support/repository.js';

const PATCH = ['patch', '--package', 'core'];
const PUSH = [...PATCH, '--push'];

const abort = (repository: Repository, env: Record<string, string> = {}) =>
  bump(repository, ['--abort'], env);

/** Kills relctl before or after its first call of a git command. */
function interrupted(
  clone: Repository,
  args: readonly string[],
  when: 'before' | 'after',
  command: string,
): void {
  const { env } = gitShim({ [when]: { [command]: 'kill -9 $PPID; exit 1' } });
  expect(relctl(['bump', ...args], { cwd: clone.root, env }).code).toBe(null);
  // Whoever comes next takes the dead one's lock over and away; here only what else changes counts.
  rmSync(join(clone.root, '.git/relctl/lock'), { force: true });
}

/** Where git itself keeps traces of what was and is no more. */
const TRACES = /^\.git\/(?:logs\/|packed-refs$|index$)/;

describe('bump --abort', () => {
  it('gives up a release that was interrupted before anything was published', () => {
    const { clone, remote } = published();
    const before = [footprint(clone), footprint(remote)] as const;
    interrupted(clone, PUSH, 'before', 'push');
    expect(abort(clone).code).toBe(0);
    expect(difference(before[0], footprint(clone))).toEqual([]);
    expect(difference(before[1], footprint(remote))).toEqual([]);
    const base = clone.revision('HEAD');
    expect(ending(bump(clone, ['minor', '--package', 'core', '--push']))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.1.0']);
  });

  it('gives up a release that was interrupted between its references and its files, or its files and the index', () => {
    for (const [when, command] of [
      ['after', 'update-ref'],
      ['before', 'update-index'],
    ] as const) {
      const clone = Repository.create(CHAIN);
      const before = { refs: refs(clone), files: footprint(clone) };
      // The first index belongs to the scratch folder, the second is that of the work tree.
      const shim = gitShim({
        [when]: { [command]: `[ -n "$GIT_INDEX_FILE" ] || { kill -9 $PPID; exit 1; }` },
      });
      expect(relctl(['bump', ...PATCH], { cwd: clone.root, env: shim.env }).code).toBe(null);
      expect([command, refs(clone)['refs/heads/main']]).not.toEqual([
        command,
        before.refs['refs/heads/main'],
      ]);
      clone.write({ 'README.md': 'mine\n', 'new.txt': 'mine\n' });
      expect(abort(clone).code).toBe(0);
      expect(refs(clone)).toEqual(before.refs);
      expect(clone.status()).toBe(' M README.md\n?? new.txt');
      expect(clone.read('README.md')).toBe('mine\n');
      expect(clone.read(MODULE)).toBe('__version__ = "1.0.0"\n');
      expect(leftovers(clone)).toEqual([]);
    }
  });

  it('gives up a release that is whole but not published, and forces nothing', () => {
    const { clone, remote } = published();
    const before = { refs: refs(clone), files: footprint(clone) };
    bump(clone, ['patch', '--package', 'core,tool']);
    clone.git('tag', 'mine');
    const shim = gitShim();
    expect(abort(clone, shim.env).code).toBe(0);
    expect(refs(clone)).toEqual({ ...before.refs, 'refs/tags/mine': expect.any(String) });
    clone.git('tag', '--delete', 'mine');
    clone.git('update-index', '-q', '--really-refresh');
    expect(difference(before.files, footprint(clone)).filter(path => !TRACES.test(path))).toEqual([]);
    expect(clone.status()).toBe('');
    expect(forbiddenCalls(shim.calls())).toEqual([]);
    const base = clone.revision('HEAD');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it('keeps what was edited since, and a tag that was put elsewhere', () => {
    const clone = Repository.create(CHAIN);
    bump(clone, PATCH);
    clone.write({ [MODULE]: `${clone.read(MODULE)}MINE = 1\n` });
    const dirty = expectUntouched([clone], () => abort(clone));
    expect(ending(dirty)).toEqual([3, 'DIRTY_FILE']);
    clone.git('checkout', '--quiet', '.');
    clone.git('tag', '--force', 'core-v1.0.1', 'HEAD~1');
    const elsewhere = clone.revision('core-v1.0.1');
    abort(clone);
    expect(clone.revision('core-v1.0.1')).toBe(elsewhere);
  });

  it.each<[string, (clone: Repository) => void]>([
    ['nothing was released', () => undefined],
    [
      'work came on top of the release',
      clone => {
        bump(clone, PATCH);
        clone.commit({ new: 'x\n' });
      },
    ],
    [
      'the commit only looks like a release',
      clone => void clone.commit({ new: 'x\n' }, 'release: core 1.0.1\n\nRelctl-Release: core 9.9.9'),
    ],
    [
      'a commit written by hand raises a version as well',
      clone =>
        void clone.commit(
          { [MODULE]: '__version__ = "1.0.1"\n', new: 'x\n' },
          'release: core 1.0.1\n\nRelctl-Release: core 1.0.1',
        ),
    ],
    [
      'the release commit was amended by further work',
      clone => {
        bump(clone, PATCH);
        clone.write({ 'README.md': 'more\n' });
        clone.git('commit', '--quiet', '--all', '--amend', '--no-edit');
      },
    ],
    [
      'the release commit was amended in a file of the release',
      clone => {
        bump(clone, PATCH);
        clone.write({ [MODULE]: `${clone.read(MODULE)}MORE = 1\n` });
        clone.git('commit', '--quiet', '--all', '--amend', '--no-edit');
      },
    ],
    [
      'the release commit was amended by a mode',
      clone => {
        bump(clone, PATCH);
        clone.git('update-index', '--chmod=+x', MODULE);
        clone.git('commit', '--quiet', '--amend', '--no-edit');
        clone.git('reset', '--quiet', '--hard');
      },
    ],
    [
      'its trailers name other versions than the files have',
      clone => {
        bump(clone, PATCH);
        clone.git('commit', '--quiet', '--amend', '--message', 'x\n\nRelctl-Release: core 1.0.2');
      },
    ],
    [
      'its trailers name one package less, or one that is not there',
      clone => {
        bump(clone, ['patch', '--package', 'core,tool']);
        const trailers = 'Relctl-Release: core 1.0.1\nRelctl-Release: gone 1.0.1';
        clone.git('commit', '--quiet', '--amend', '--message', `x\n\n${trailers}`);
      },
    ],
    [
      'the release was given up already',
      clone => {
        bump(clone, PATCH);
        abort(clone);
      },
    ],
  ])('has nothing to do where %s', (_, prepare) => {
    const clone = Repository.create(CHAIN);
    prepare(clone);
    const answer = expectUntouched([clone], () => abort(clone));
    expect(ending(answer)).toEqual([3, 'NOTHING_TO_ABORT']);
  });

  it.each([
    // The first index belongs to the scratch folder, the second is that of the work tree.
    ['between its files and its index', 'before', 'update-index', '[ -n "$GIT_INDEX_FILE" ]'],
    ['between its index and its references', 'before', 'update-ref', 'false'],
    ['right after its references', 'after', 'update-ref', 'false'],
  ] as const)('finishes where it was cut off itself, %s', (_, when, command, unless) => {
    const clone = Repository.create(CHAIN);
    const before = { refs: refs(clone), files: footprint(clone) };
    bump(clone, PATCH);
    const { env } = gitShim({ [when]: { [command]: `${unless} || { kill -9 $PPID; exit 1; }` } });
    expect(relctl(['bump', '--abort'], { cwd: clone.root, env }).code).toBe(null);
    expect(ending(abort(clone))).toEqual([0, 'aborted']);
    expect(refs(clone)).toEqual(before.refs);
    clone.git('update-index', '-q', '--really-refresh');
    expect(difference(before.files, footprint(clone)).filter(path => !TRACES.test(path))).toEqual([]);
    expect(clone.status()).toBe('');
    expect(leftovers(clone)).toEqual([]);
  });

  it('tells the versions as they were and as they would have been', () => {
    const clone = Repository.create(CHAIN);
    const { result } = bump(clone, ['2.0.0', '--package', 'api']);
    const { result: given } = abort(clone);
    const versions = ({ releases }: typeof result) =>
      releases.map(({ id, from, to }: Record<string, string>) => [id, from, to]);
    expect(versions(given)).toEqual(versions(result));
    expect(versions(given)).toEqual([
      ['api', '1.0.0', '2.0.0'],
      ['app', '1.0.0', '1.0.1'],
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    ['light tags', '[bump]\ntags = "lightweight"\n', ['patch', '--package', 'core']],
    ['no tags', '', ['patch', '--package', 'core', '--no-tag']],
    ['dependents left alone', '', ['2.0.0', '--package', 'api', '--dependents', 'none']],
    ['all dependents', '', ['minor', '--package', 'core', '--dependents', 'all']],
    [
      'a tag for a group',
      '[group.both]\npackages = ["core", "tool"]\ntag = "both-{version}"\n',
      ['minor', '--group', 'both'],
    ],
  ])('gives up a release with %s', (_, config, args) => {
    const clone = Repository.create({ ...CHAIN, 'relctl.toml': config });
    const before = refs(clone);
    const tree = clone.git('write-tree');
    expect(ending(bump(clone, args))).toEqual([0, 'applied']);
    clone.git('tag', 'mine');
    expect(ending(abort(clone))).toEqual([0, 'aborted']);
    expect(refs(clone)).toEqual({ ...before, 'refs/tags/mine': expect.any(String) });
    expect([clone.git('write-tree'), clone.status()]).toEqual([tree, '']);
  });

  it('gives up a release that lost a tag, and one that lies beside tags of the same commit', () => {
    const clone = Repository.create({ ...CHAIN, 'relctl.toml': '[bump]\ntags = "lightweight"\n' });
    const before = refs(clone);
    const { env } = gitShim({ after: { 'update-ref': 'kill -9 $PPID; exit 1' } });
    expect(relctl(['bump', ...PATCH], { cwd: clone.root, env }).code).toBe(null);
    clone.git('tag', 'mine');
    clone.git('tag', '--delete', 'core-v1.0.1');
    expect(ending(abort(clone))).toEqual([0, 'aborted']);
    expect(refs(clone)).toEqual({ ...before, 'refs/tags/mine': expect.any(String) });
    expect(clone.status()).toBe('');
  });

  it('is refused where HEAD is elsewhere than the release, and finishes once it is back', () => {
    const clone = Repository.create(CHAIN);
    const before = refs(clone);
    const { env } = gitShim({ after: { 'update-ref': 'kill -9 $PPID; exit 1' } });
    expect(relctl(['bump', ...PATCH], { cwd: clone.root, env }).code).toBe(null);
    rmSync(join(clone.root, '.git/relctl/lock'), { force: true });
    clone.git('reset', '--quiet', '--hard');
    clone.git('switch', '--quiet', '--detach', 'HEAD~1');
    expect(ending(expectUntouched([clone], () => abort(clone)))).toEqual([3, 'RELEASE_UNFINISHED']);
    clone.git('switch', '--quiet', 'main');
    expect(ending(abort(clone))).toEqual([0, 'aborted']);
    expect(refs(clone)).toEqual(before);
    expect(clone.status()).toBe('');
  });

  it('is refused on no branch', () => {
    const clone = Repository.create(CHAIN);
    bump(clone, PATCH);
    clone.git('switch', '--quiet', '--detach');
    expect(ending(expectUntouched([clone], () => abort(clone)))).toEqual([3, 'DETACHED_HEAD']);
  });

  it('leaves everything where the branch cannot go back', () => {
    const clone = Repository.create(CHAIN);
    bump(clone, PATCH);
    const before = { refs: refs(clone), tree: clone.git('write-tree') };
    const { env } = gitShim({ once: { 'update-ref': 'exec "$REAL_GIT" tag -f core-v1.0.1 HEAD~1' } });
    const answer = abort(clone, env);
    expect(answer.code).not.toBe(0);
    expect(refs(clone)['refs/heads/main']).toBe(before.refs['refs/heads/main']);
    expect([clone.git('write-tree'), clone.status()]).toEqual([before.tree, '']);
  });

  it('is refused where others have built on the release, on a branch that is not here', () => {
    const { clone, remote } = published();
    bump(clone, PATCH);
    clone.git('push', '--quiet', `file://${remote.root}`, 'main:next');
    const other = remote.clone();
    other.git('switch', '--quiet', 'next');
    other.commit({ 'README.md': 'theirs\n' });
    other.git('push', '--quiet', 'origin', 'next');
    const answer = expectUntouched([clone, remote], () => abort(clone));
    expect(ending(answer)).toEqual([3, 'RELEASE_PUBLISHED']);
  });

  it('gives up a release beside branches of others', () => {
    const { clone, remote } = published();
    const other = remote.clone();
    other.git('switch', '--quiet', '--create', 'next');
    other.commit({ 'README.md': 'theirs\n' });
    other.git('push', '--quiet', 'origin', 'next');
    const before = refs(clone);
    bump(clone, PATCH);
    expect(ending(abort(clone))).toEqual([0, 'aborted']);
    expect(refs(clone)).toEqual(before);
  });

  it.each([
    ['by git push', 'origin', 'main'],
    ['as a tag alone', 'origin', 'core-v1.0.1'],
    ['on another branch', 'origin', 'main:next'],
    // Pushed by its address, so that no remote-tracking branch of the clone tells.
    ['from elsewhere', null, 'main'],
  ])('is refused for a release that was published %s', (_, remoteName, what) => {
    const { clone, remote } = published();
    bump(clone, PATCH);
    clone.git('push', '--quiet', remoteName ?? `file://${remote.root}`, what);
    const answer = expectUntouched([clone, remote], () => abort(clone));
    expect(ending(answer)).toEqual([3, 'RELEASE_PUBLISHED']);
    expect(answer.error.hint).not.toBe('');
  });

  it('is refused for a release that was interrupted right after the remote took it, which the command then completes', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    interrupted(clone, PUSH, 'after', 'push');
    const other = expectUntouched([clone, remote], () => bump(clone, ['minor', '--package', 'tool']));
    expect(ending(other)).toEqual([3, 'RELEASE_UNFINISHED']);
    expect(`${other.error.message} ${other.error.hint}`).toContain('relctl bump patch --package core --push');
    const answer = expectUntouched([clone, remote], () => abort(clone));
    expect(ending(answer)).toEqual([3, 'RELEASE_PUBLISHED']);
    expect(ending(bump(clone))).toEqual([0, 'resumed']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    expect(ending(expectUntouched([clone, remote], () => abort(clone)))).toEqual([3, 'RELEASE_PUBLISHED']);
  });

  it('waits for the remote where only it can tell whether the release is out', () => {
    const { clone, remote } = published();
    interrupted(clone, PUSH, 'before', 'push');
    rmSync(remote.root, { recursive: true });
    const answer = expectUntouched([clone], () => abort(clone));
    expect([4, 5]).toContain(answer.code);
  });

  it('takes no level and no package', () => {
    const clone = Repository.create(CHAIN);
    for (const more of [['patch'], ['--package', 'core'], ['--push'], ['--all']]) {
      const { code, error } = relctlJson(['bump', '--abort', ...more], { cwd: clone.root });
      expect([more, code, error.code]).toEqual([more, 2, 'USAGE']);
    }
    expect(clone.read(MANIFEST)).toContain('1.0.0');
  });
});
