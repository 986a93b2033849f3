import { describe, expect, it } from 'vitest';
import { CHAIN, packageFiles } from '../support/packages.js';
import { relctl, relctlJson } from '../support/relctl.js';
import { Repository } from '../support/repository.js';

function run(repository: Repository, ...args: string[]) {
  return relctlJson(args, { cwd: repository.root });
}

function rules(
  repository: Repository,
  ...args: string[]
): { code: number | null; problems: [string, string | null, number | null][] } {
  const { code, result } = run(repository, 'verify-versions', ...args);
  return {
    code,
    problems: result.problems.map((each: { rule: string; file: string; line: number }) => [
      each.rule,
      each.file,
      each.line,
    ]),
  };
}

describe('tag', () => {
  it('makes what a release without tags lacks, at the commit that released, also from a fresh clone', () => {
    const repository = Repository.create(CHAIN);
    run(repository, 'bump', 'patch', '--package', 'core,tool', '--no-tag');
    const released = repository.revision('HEAD');
    repository.commit({ 'README.md': 'later\n' });
    const clone = repository.clone();
    const { result } = run(clone, 'tag');
    expect(result.tags).toEqual([
      { name: 'core-v1.0.1', package: 'core', commit: released, status: 'created' },
      { name: 'tool-v1.0.1', package: 'tool', commit: released, status: 'created' },
    ]);
    expect(clone.revision('core-v1.0.1^{commit}')).toBe(released);
    expect(run(clone, 'tag')).toMatchObject({ code: 0, result: { tags: [] } });
  });

  it('never invents a release, but tags the version of a package that is named', () => {
    const repository = Repository.create(CHAIN);
    expect(run(repository, 'tag').result.tags).toEqual([]);
    expect(run(repository, 'tag', '--package', 'core').result.tags).toMatchObject([
      { name: 'core-v1.0.0', status: 'created' },
    ]);
    expect(run(repository, 'tag', '--package', 'core').result.tags).toMatchObject([
      { name: 'core-v1.0.0', status: 'exists' },
    ]);
    repository.write({ 'packages/tool/pyproject.toml': '[project]\nname = "tool"\nversion = "9.9"\n' });
    expect(run(repository, 'tag', '--package', 'tool')).toMatchObject({
      code: 3,
      error: { code: 'DIRTY_FILE' },
    });
  });

  it('pushes what the remote lacks, and nothing twice', () => {
    const repository = Repository.create(CHAIN);
    const remote = repository.publish();
    run(repository, 'bump', 'patch', '--package', 'core');
    repository.git('push', '--quiet', 'origin', 'main');
    expect(run(repository, 'tag', '--push').result.tags).toMatchObject([
      { name: 'core-v1.0.1', status: 'pushed' },
    ]);
    expect(remote.git('tag')).toBe('core-v1.0.1');
    expect(run(repository, 'tag', '--push').result.tags).toEqual([]);
  });

  it('refuses where the tag of a release stands on another commit', () => {
    const repository = Repository.create(CHAIN);
    run(repository, 'bump', 'patch', '--package', 'core', '--no-tag');
    repository.git('tag', 'core-v1.0.1', 'HEAD~1');
    expect(run(repository, 'tag')).toMatchObject({ code: 3, error: { code: 'TAG_TAKEN' } });
    expect(repository.revision('core-v1.0.1')).toBe(repository.revision('HEAD~1'));
  });
});

describe('bump --push', () => {
  it('publishes nothing when the remote rejects one of the references', () => {
    const repository = Repository.create(CHAIN);
    const remote = repository.publish();
    remote.write({
      'hooks/update': '#!/bin/sh\ncase "$1" in refs/tags/*) echo no tags here >&2; exit 1;; esac\n',
    });
    remote.git('config', 'core.hooksPath', `${remote.root}/hooks`);
    repository.makeExecutable(`${remote.root}/hooks/update`);
    const before = [repository.git('for-each-ref'), remote.git('for-each-ref')];
    const { code, error } = run(repository, 'bump', 'patch', '--package', 'core', '--push');
    expect({ code, error: error.code }).toEqual({ code: 4, error: 'REMOTE_REJECTED' });
    expect(error.message).toContain('no tags here');
    expect([repository.git('for-each-ref'), remote.git('for-each-ref')]).toEqual(before);
    expect(repository.status()).toBe('');
  });

  it('refuses a remote that takes no atomic push, rather than pushing without', () => {
    const repository = Repository.create(CHAIN);
    const remote = repository.publish();
    remote.git('config', 'receive.advertiseAtomic', 'false');
    expect(run(repository, 'bump', 'patch', '--package', 'core', '--push')).toMatchObject({
      code: 4,
      error: { code: 'REMOTE_NOT_ATOMIC' },
    });
    expect(remote.git('tag')).toBe('');
    expect(repository.status()).toBe('');
  });

  it('refuses when the remote has the tag, or another history', () => {
    const repository = Repository.create(CHAIN);
    const remote = repository.publish();
    remote.git('tag', 'core-v1.0.1', 'main');
    expect(run(repository, 'bump', 'patch', '--package', 'core', '--push')).toMatchObject({ code: 4 });
    remote.git('tag', '--delete', 'core-v1.0.1');
    repository.git('commit', '--quiet', '--amend', '--allow-empty', '--message', 'Rewritten');
    expect(run(repository, 'bump', 'patch', '--package', 'core', '--push')).toMatchObject({
      code: 4,
      error: { code: 'REMOTE_MOVED' },
    });
  });
});

describe('verify-versions', () => {
  it('passes a sound workspace and says what it checked', () => {
    const repository = Repository.create(CHAIN);
    expect(run(repository, 'verify-versions')).toMatchObject({
      code: 0,
      result: { problems: [], checked: { packages: 4, files: 8 } },
    });
    expect(relctl(['verify-versions'], { cwd: repository.root }).stdout).toBe(
      'no problems: 4 packages, 8 files checked\n',
    );
  });

  it('names each problem by its rule with file, line and column', () => {
    const repository = Repository.create({
      ...CHAIN,
      'packages/core/src/core/__init__.py': '# x\n__version__ = "0.9"\n',
      'packages/api/pyproject.toml': '[project]\nname = "api"\n',
      'packages/app/pyproject.toml': '[project]\nname = "app"\nversion = "one"\n',
      'packages/copy/pyproject.toml': '[project]\nname = "Tool"\nversion = "1"\n',
      'packages/broken/pyproject.toml': '[project]\nname = \n',
    });
    expect(rules(repository)).toEqual({
      code: 1,
      problems: [
        ['version-missing', 'packages/api/pyproject.toml', 2],
        ['version-invalid', 'packages/app/pyproject.toml', 3],
        ['version-mismatch', 'packages/app/src/app/__init__.py', 1],
        ['manifest-broken', 'packages/broken/pyproject.toml', 2],
        ['duplicate-name', 'packages/copy/pyproject.toml', 2],
        ['version-mismatch', 'packages/core/src/core/__init__.py', 2],
        ['duplicate-name', 'packages/tool/pyproject.toml', 2],
      ],
    });
    const { result } = run(repository, 'verify-versions', '--package', 'core');
    expect(result.problems).toMatchObject([
      { rule: 'version-mismatch', package: 'core', line: 2, column: 16, severity: 'error' },
    ]);
    const text = relctl(['verify-versions'], { cwd: repository.root });
    expect(text.code).toBe(1);
    expect(text.stdout).toContain('packages/core/src/core/__init__.py:2:16: error: ');
  });

  it('knows which literals are no version of the package', () => {
    const repository = Repository.create({
      ...packageFiles('core'),
      'packages/core/src/core/__init__.py': [
        '"""Says __version__ = "9.9.9"."""',
        'try:',
        '    from importlib.metadata import version',
        '    __version__ = version("core")',
        'except Exception:',
        '    __version__ = "0.0.0"',
        'class Api:',
        '    __version__ = "4.0"',
        '',
      ].join('\n'),
      'packages/core/src/core/sub/__init__.py': '__version__ = "7.0"\n',
      'packages/core/tests/__init__.py': '__version__ = "8.0"\n',
    });
    expect(rules(repository)).toEqual({ code: 0, problems: [] });
  });

  it('follows a re-export inside the package to where the version is written', () => {
    const repository = Repository.create({
      ...packageFiles('core'),
      'packages/core/src/core/__init__.py': 'from .meta.info import NUMBER as __version__\n',
      'packages/core/src/core/meta/info.py': 'NUMBER = "0.8"\n',
    });
    expect(rules(repository)).toEqual({
      code: 1,
      problems: [['version-mismatch', 'packages/core/src/core/meta/info.py', 1]],
    });
  });

  it('compares with a tag, and knows to whom a tag belongs', () => {
    const repository = Repository.create(CHAIN);
    expect(rules(repository, '--tag', 'core-v1.0.0').code).toBe(0);
    expect(rules(repository, '--tag', 'refs/tags/core-v1.0.0').code).toBe(0);
    expect(rules(repository, '--tag', 'core-v1.0.1')).toEqual({
      code: 1,
      problems: [['tag-mismatch', 'packages/core/pyproject.toml', 3]],
    });
    expect(rules(repository, '--tag', 'nobody-v1.0.0')).toEqual({
      code: 1,
      problems: [['tag-mismatch', null, null]],
    });
    expect(rules(repository, '--tag', 'core-v1.0.0', '--package', 'tool').code).toBe(1);
  });

  it('reports a cycle of the build with its path, and none that only extras and groups close', () => {
    const repository = Repository.create({
      ...packageFiles('a', { dependencies: ['b>=1'] }),
      ...packageFiles('b', { dependencies: ['c>=1'] }),
      ...packageFiles('c', { dependencies: ['a>=1'] }),
      ...packageFiles('d', { dependencies: ['e>=1'] }),
      ...packageFiles('e', { dev: ['d'] }),
    });
    const { result } = run(repository, 'verify-versions');
    expect(result.problems).toMatchObject([
      { rule: 'cycle', package: 'a', line: 4, column: 19, message: expect.stringContaining('a → b → c → a') },
    ]);
    expect(run(repository, 'graph').result).toMatchObject({
      cycles: [['a', 'b', 'c']],
      levels: [['a', 'b', 'c', 'e'], ['d']],
    });
  });

  it('accepts what the configuration accepts with a reason', () => {
    const repository = Repository.create({
      ...packageFiles('core'),
      'packages/core/src/core/__init__.py': '__version__ = "0.9"\n',
      'relctl.toml':
        '[verify]\nignore = [{ rule = "version-mismatch", package = "core", reason = "api number" }]\n',
    });
    expect(rules(repository)).toEqual({ code: 0, problems: [] });
  });
});
