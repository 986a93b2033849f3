import { describe, expect, it } from 'vitest';
import { packageFiles } from '../support/packages.js';
import { relctlJson } from '../support/relctl.js';
import { Repository } from '../support/repository.js';

/** What a command says of files that git does not track yet; it reads the tracked ones before it knows of these. */
function result<T>(repository: Repository, ...args: string[]): T {
  const { ok, result: found } = relctlJson(args, { cwd: repository.root });
  expect(ok).toBe(true);
  return found as T;
}

interface Listed {
  packages: {
    id: string;
    module: string | null;
    version: string | null;
    versionMirrors: { file: string }[];
  }[];
}

const SETUPTOOLS =
  '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "b"\nversion = "1.0.0"\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\ndependencies = { file = ["needs.in"] }\n';

describe('untracked files', () => {
  it('can be packages', () => {
    const repository = Repository.create(packageFiles('a'));
    repository.write(packageFiles('b'));
    expect(result<Listed>(repository, 'list').packages.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('can be what a tracked manifest leads to', () => {
    const repository = Repository.create({ ...packageFiles('a'), 'packages/b/pyproject.toml': SETUPTOOLS });
    expect(result<{ edges: unknown[] }>(repository, 'graph').edges).toEqual([]);
    repository.write({ 'packages/b/needs.in': 'a>=1\n' });
    expect(result<{ edges: unknown[] }>(repository, 'graph').edges).toEqual([
      { from: 'b', to: 'a', kinds: ['runtime'] },
    ]);
  });

  it('can name members of the workspace', () => {
    const repository = Repository.create({
      'examples/a/pyproject.toml': '[project]\nname = "a"\nversion = "1.0.0"\n',
    });
    expect(result<Listed>(repository, 'list').packages).toEqual([]);
    repository.write({ 'pyproject.toml': '[tool.uv.workspace]\nmembers = ["examples/*"]\n' });
    expect(result<Listed>(repository, 'list').packages.map(({ id }) => id)).toEqual(['a']);
  });

  it('can be the module of a tracked package', () => {
    const manifest = { 'packages/a/pyproject.toml': '[project]\nname = "a"\nversion = "1.0.0"\n' };
    const repository = Repository.create(manifest);
    expect(result<Listed>(repository, 'list').packages).toMatchObject([{ module: null, versionMirrors: [] }]);
    repository.write({ 'packages/a/src/a/__init__.py': '__version__ = "1.0.0"\n' });
    expect(result<Listed>(repository, 'list').packages).toMatchObject([
      { module: 'a', versionMirrors: [{ file: 'packages/a/src/a/__init__.py' }] },
    ]);
  });

  it('can be a lock file, and the configuration', () => {
    const repository = Repository.create(packageFiles('a'));
    repository.write({
      'uv.lock':
        'version = 1\n\n[[package]]\nname = "a"\nversion = "0.9.0"\nsource = { editable = "packages/a" }\n',
      'relctl.toml': '[[verify.ignore]]\nrule = "version-mismatch"\nreason = "none"\n',
    });
    const { problems } = result<{ problems: { rule: string }[] }>(repository, 'verify-versions');
    expect(problems.map(({ rule }) => rule)).toEqual(['lock-stale']);
  });

  it('can be many, before, between and behind the tracked ones', () => {
    const repository = Repository.create({ ...packageFiles('b'), ...packageFiles('d') });
    for (const name of ['a', 'c', 'e']) repository.write(packageFiles(name));
    const ids = ['a', 'b', 'c', 'd', 'e'];
    expect(result<Listed>(repository, 'list').packages.map(({ id }) => id)).toEqual(ids);
    repository.write(
      Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`packages/c/src/c/m${index}.py`, ''])),
    );
    expect(result<Listed>(repository, 'list').packages.map(({ id }) => id)).toEqual(ids);
    expect(result<Listed>(repository, 'list', '-C', 'packages/b').packages.map(({ id }) => id)).toEqual(ids);
  });
});
