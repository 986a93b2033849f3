import { chownSync, existsSync, lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectUntouched } from '../../support/footprint.js';
import { CHAIN, packageFiles } from '../../support/packages.js';
import { relctlJson } from '../../support/relctl.js';
import { bump, ending, expectReleased, MANIFEST, MODULE, published, refs } from '../../support/release.js';
import { Repository, temporaryFolder } from '../../support/repository.js';

const PATCH = ['patch', '--package', 'core'];

describe('where a release is made', () => {
  it('is the linked work tree that it was started in, and no other', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    const linked = clone.at(join(temporaryFolder(), 'linked'));
    clone.git('worktree', 'add', '--quiet', '-b', 'next', linked.root);
    const main = clone.read(MANIFEST);
    expect(ending(bump(linked, [...PATCH, '--push']))).toEqual([0, 'applied']);
    expectReleased({ clone: linked, remote }, base, ['core-v1.0.1']);
    expect([clone.revision('main'), clone.read(MANIFEST), clone.status()]).toEqual([base, main, '']);
    expect(remote.revision('main')).toBe(base);
    expect(refs(clone)).toMatchObject({ 'refs/heads/next': linked.revision('HEAD') });
  });

  it('is the submodule that it was started in, and not the repository around', () => {
    const { clone: inner, remote } = published();
    const outer = Repository.create(packageFiles('outer'));
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', remote.root, 'lib');
    outer.commit({}, 'Add a submodule');
    const lib = outer.at(join(outer.root, 'lib'));
    const [base, around] = [inner.revision('HEAD'), refs(outer)];
    expect(lstatSync(join(lib.root, '.git')).isFile()).toBe(true);
    expect(ending(bump(lib, [...PATCH, '--push'], {}))).toEqual([0, 'applied']);
    expectReleased({ clone: lib, remote }, base, ['core-v1.0.1']);
    expect([refs(outer), outer.status()]).toEqual([around, ' M lib']);
  });

  it('is not what variables of git in the environment say', () => {
    const { clone, remote } = published();
    const other = Repository.create(packageFiles('other'));
    const base = clone.revision('HEAD');
    const env = {
      GIT_DIR: join(other.root, '.git'),
      GIT_WORK_TREE: other.root,
      GIT_INDEX_FILE: join(other.root, '.git/index'),
      GIT_OBJECT_DIRECTORY: join(other.root, '.git/objects'),
      GIT_NAMESPACE: 'elsewhere',
      GIT_PREFIX: 'packages/',
      GIT_LITERAL_PATHSPECS: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'user.name',
      GIT_CONFIG_VALUE_0: 'Mallory',
    };
    const answer = expectUntouched([other], () => bump(clone, [...PATCH, '--push'], env));
    expect(ending(answer)).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    expect(remote.git('for-each-ref', 'refs/namespaces')).toBe('');
  });

  it('may be a branch that is called like the tag', () => {
    const { clone, remote } = published();
    clone.git('switch', '--quiet', '--create', 'core-v1.0.1');
    const base = clone.revision('HEAD');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expect(refs(remote)).toEqual({
      'refs/heads/main': base,
      'refs/heads/core-v1.0.1': clone.revision('HEAD'),
      'refs/tags/core-v1.0.1': clone.revision('refs/tags/core-v1.0.1'),
    });
    expect(clone.revision('HEAD~1')).toBe(base);
    expect(clone.status()).toBe('');
  });

  it.runIf(process.getuid?.() === 0)(
    'is never a repository of somebody else, whatever it takes to trust it',
    () => {
      const { clone, remote } = published();
      const home = temporaryFolder();
      writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ada\n');
      const chown = (path: string): void => {
        chownSync(path, 12_345, 12_345);
        if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) chown(join(path, name));
      };
      chown(clone.root);
      const env = { HOME: home, GIT_CONFIG_GLOBAL: join(home, '.gitconfig') };
      const answer = expectUntouched([clone, remote, clone.at(home)], () => bump(clone, undefined, env));
      expect(ending(answer)).toEqual([3, 'REPOSITORY_REFUSED']);
      expect(answer.error.message).toContain('dubious ownership');
    },
  );
});

describe('a clone that does not hold everything', () => {
  it('fetches what it lacks: blobs', () => {
    const { clone, remote } = published();
    remote.git('config', 'uploadpack.allowFilter', 'true');
    remote.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    clone.commit({ [MODULE]: '__version__ = "1.0.0"\nLATER = 1\n' });
    clone.git('push', '--quiet', 'origin', 'main');
    const partial = remote.clone('--filter=blob:none');
    const base = partial.revision('HEAD');
    expect(ending(bump(partial))).toEqual([0, 'applied']);
    expectReleased({ clone: partial, remote }, base, ['core-v1.0.1']);
    expect(partial.git('show', '--stat=200', '--format=', 'HEAD')).toContain('2 files changed');
  });

  it('fetches what it lacks: history', () => {
    const { clone, remote } = published();
    clone.commit({ 'README.md': 'later\n' });
    clone.git('push', '--quiet', 'origin', 'main');
    const shallow = remote.clone('--depth=1');
    const base = shallow.revision('HEAD');
    const answer = bump(shallow);
    if (answer.code !== 0) return expect(ending(answer)).toEqual([3, 'SHALLOW_CLONE']);
    expectReleased({ clone: shallow, remote }, base, ['core-v1.0.1']);
    return expect(remote.git('rev-list', '--count', 'main')).toBe('3');
  });

  it.each([
    ['holds the package', 'packages/core', 'core'],
    ['lacks the package', 'packages/tool', 'core'],
    ['lacks a dependent that has to move along', 'packages/api', 'api'],
  ])('as a sparse checkout that %s: no file is taken for deleted', (title, cone, id) => {
    const { clone, remote } = published();
    const level = title.includes('dependent') ? 'major' : 'patch';
    clone.git('sparse-checkout', 'set', cone);
    const base = clone.revision('HEAD');
    const count = clone.git('ls-tree', '-r', '--name-only', 'HEAD').split('\n').length;
    const answer = bump(clone, [level, '--package', id, '--push']);
    if (answer.code === 0) {
      expectReleased(
        { clone, remote },
        base,
        answer.result.tags.map(({ name }: { name: string }) => name),
      );
      expect(clone.git('ls-tree', '-r', '--name-only', 'HEAD').split('\n').length).toBe(count);
      expect(clone.git('diff', '--name-only', '--diff-filter=AD', 'HEAD~1', 'HEAD')).toBe('');
    } else {
      expect(ending(answer)).toEqual([3, 'NOT_CHECKED_OUT']);
      expect(answer.error.hint).toMatch(/^Run git sparse-checkout add packages\/\S+/);
      expect(ending(bump(clone, [level, '--package', id, '--no-commit']))).toEqual([3, 'NOT_CHECKED_OUT']);
      expect(clone.status()).toBe('');
      expect([clone.revision('HEAD'), remote.revision('main')]).toEqual([base, base]);
      clone.git(...answer.error.hint.replace('Run git ', '').split(' '));
      expect(ending(bump(clone, [level, '--package', id, '--push']))).toEqual([0, 'applied']);
    }
    expect(existsSync(join(clone.root, cone))).toBe(true);
  });

  it('and one whose objects are replaced plans and makes what is really there', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    const blob = clone.revision(`HEAD:${MANIFEST}`);
    const fake = clone.commit({ [MANIFEST]: '[project]\nname = "core"\nversion = "7.0.0"\n' });
    clone.git('reset', '--quiet', '--hard', base);
    clone.git('replace', blob, `${fake}:${MANIFEST}`);
    clone.git('replace', base, fake);
    const answer = bump(clone);
    expect(ending(answer)).toEqual([0, 'applied']);
    expect(answer.result.releases).toMatchObject([{ from: '1.0.0', to: '1.0.1' }]);
    expect(remote.git('rev-list', 'main~1')).toBe(base);
    expect(remote.git('show', `main:${MANIFEST}`)).toContain('version = "1.0.1"\ndependencies');
    expect(remote.git('for-each-ref', 'refs/replace')).toBe('');
  });
});

describe('names and clocks', () => {
  it('of packages that differ in case only never share a tag', () => {
    const repository = Repository.create({
      ...CHAIN,
      'packages/Core/pyproject.toml': '[project]\nname = "Core"\nversion = "1.0.0"\n',
    });
    const { result } = relctlJson(['verify-versions'], { cwd: repository.root });
    expect(result.problems.map(({ rule }: { rule: string }) => rule)).toContain('duplicate-name');
    const { code, result: plan } = relctlJson(['bump', 'patch', '--all', '--dry-run'], {
      cwd: repository.root,
    });
    const names = (code === 0 ? plan.tags : []).map(({ name }: { name: string }) => name.toLowerCase());
    expect(names.length).toBe(new Set(names).size);
    expect([0, 2, 3]).toContain(code);
  });

  it('of the past and the future change nothing: the same release from the same commit', () => {
    const { clone, remote } = published();
    const future = { GIT_AUTHOR_DATE: '2099-01-01T00:00:00Z', GIT_COMMITTER_DATE: '2099-01-01T00:00:00Z' };
    bump(clone, ['minor', '--package', 'tool', '--push'], future);
    const base = clone.revision('HEAD');
    const twin = remote.clone();
    const past = { SOURCE_DATE_EPOCH: '86400' };
    expect(ending(bump(clone, [...PATCH, '--push'], past))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    expect(ending(bump(twin, PATCH, past))).toEqual([0, 'applied']);
    expect(refs(twin)['refs/heads/main']).toBe(clone.revision('HEAD'));
    expect(refs(twin)['refs/tags/core-v1.0.1']).toBe(clone.revision('refs/tags/core-v1.0.1'));
  });
});
