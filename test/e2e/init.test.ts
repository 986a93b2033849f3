import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHAIN } from '../support/packages.js';
import { relctl, relctlJson } from '../support/relctl.js';
import { Repository, temporaryFolder } from '../support/repository.js';
import { type FixtureName, loadFixture } from './systems/fixture.js';

const WORKFLOWS = ['pull-request', 'release', 'publish', 'nightly', 'package'].map(
  name => `.github/workflows/relctl-${name}.yml`,
);

/** Path → status of what `init` says it did. */
function init(repository: Repository, ...args: string[]): Record<string, string> {
  const { code, result, error } = relctlJson(['init', ...args], { cwd: repository.root });
  expect({ code, error }).toEqual({ code: 0, error: undefined });
  return Object.fromEntries(
    result.files.map(({ path, status }: { path: string; status: string }) => [path, status]),
  );
}

const all = (status: string) => Object.fromEntries(['relctl.toml', ...WORKFLOWS].map(path => [path, status]));

describe('init', () => {
  test('writes a configuration, and nothing the second time', () => {
    const repository = Repository.create(CHAIN);
    repository.git('tag', 'api/1.0.0');
    expect(init(repository)).toEqual({ 'relctl.toml': 'created' });
    expect(repository.read('relctl.toml')).toContain('tag = "{package}/{version}"');
    expect(repository.status()).toBe('?? relctl.toml');
    repository.commit({}, 'Configure relctl');
    expect(init(repository)).toEqual({ 'relctl.toml': 'unchanged' });
    expect(repository.status()).toBe('');
  });

  test('leaves a configuration that is there, wherever that is', () => {
    const own = Repository.create({ ...CHAIN, 'relctl.toml': 'tag = "x-{package}-{version}"\n' });
    expect(init(own, '--workflows', 'publish')).toMatchObject({ 'relctl.toml': 'unchanged' });
    expect(own.read('.github/workflows/relctl-publish.yml')).toContain("- 'x-core-[0-9]*'\n");
    const inProject = Repository.create({ ...CHAIN, 'pyproject.toml': '[tool.relctl]\nbase = "main"\n' });
    expect(init(inProject)).toEqual({ 'pyproject.toml': 'unchanged' });
    expect(existsSync(join(inProject.root, 'relctl.toml'))).toBe(false);
  });

  test('writes all workflows, or those asked for with what they call', () => {
    const repository = Repository.create(CHAIN);
    expect(init(repository, '--workflows')).toEqual(all('created'));
    expect(init(repository, '--workflows', '--quiet')).toEqual(all('unchanged'));
    expect(init(repository, '--workflows', 'all')).toEqual(all('unchanged'));
    expect(Object.keys(init(repository, '--workflows', 'nightly,release'))).toEqual([
      'relctl.toml',
      '.github/workflows/relctl-release.yml',
      '.github/workflows/relctl-nightly.yml',
      '.github/workflows/relctl-package.yml',
    ]);
    const { code } = relctl(['init', '--workflows', 'weekly'], { cwd: repository.root });
    expect(code).toBe(2);
  });

  test('keeps what a person changed, and brings the rest up to date', () => {
    const repository = Repository.create(CHAIN);
    init(repository, '--workflows');
    const [pull = '', , publish = ''] = WORKFLOWS;
    const mine = repository.read(pull).replace('timeout-minutes: 10', 'timeout-minutes: 11');
    repository.write({
      [pull]: mine,
      'packages/api/pyproject.toml': '[project]\nname = "web"\nversion = "1"\n',
    });
    expect(init(repository, '--workflows')).toMatchObject({ [pull]: 'kept', [publish]: 'updated' });
    expect(repository.read(pull)).toBe(mine);
    expect(repository.read(publish)).toContain("- 'web-v[0-9]*'\n");
    expect(init(repository, '--workflows')).toMatchObject({ [pull]: 'kept', [publish]: 'unchanged' });
  });

  test('keeps a file of the same name that it did not write', () => {
    const repository = Repository.create({ ...CHAIN, [WORKFLOWS[1] ?? '']: 'name: mine\n' });
    expect(init(repository, '--workflows', 'release')).toMatchObject({ [WORKFLOWS[1] ?? '']: 'kept' });
    expect(repository.read(WORKFLOWS[1] ?? '')).toBe('name: mine\n');
  });

  test('writes nothing with --dry-run, and shows what it would write', () => {
    const repository = Repository.create(CHAIN);
    expect(init(repository, '--workflows', '--dry-run')).toEqual(all('created'));
    expect(repository.status()).toBe('');
    const { stdout } = relctl(['init', '--dry-run'], { cwd: repository.root });
    expect(stdout).toMatch(/^relctl\.toml {2}created\n\n── relctl\.toml\n#:schema /);
  });

  test('goes through no symbolic link', () => {
    const outside = temporaryFolder();
    const repository = Repository.create(CHAIN);
    symlinkSync(outside, join(repository.root, '.github'));
    const { code, error } = relctlJson(['init', '--workflows'], { cwd: repository.root });
    expect([code, error.code]).toEqual([3, 'EDIT_IMPOSSIBLE']);
    expect(existsSync(join(outside, 'workflows'))).toBe(false);
    // What was not written is written once the way is free.
    repository.write({ '.github': null });
    expect(init(repository, '--workflows')).toMatchObject({ [WORKFLOWS[0] ?? '']: 'created' });
  });

  test('does not write over what is no file', () => {
    const repository = Repository.create(CHAIN);
    mkdirSync(join(repository.root, 'relctl.toml'));
    expect(relctlJson(['init'], { cwd: repository.root }).error.code).toBe('WRITE_FAILED');
    expect(repository.status()).toBe('');
  });

  test('names the branch to compare with where relctl would find none', () => {
    const repository = Repository.create(CHAIN);
    repository.git('branch', '--move', 'trunk');
    expect(relctlJson(['changed'], { cwd: repository.root }).error.code).toBe('NO_BASE');
    init(repository);
    expect(repository.read('relctl.toml')).toContain('base = "trunk"\n');
    expect(relctlJson(['changed'], { cwd: repository.root }).code).toBe(0);
  });

  test('works from a sub-folder, before the first commit and without packages', () => {
    const repository = Repository.create();
    repository.write({ 'docs/index.md': '# Nothing yet\n' });
    const { code, result } = relctlJson(['init', '--workflows', '-C', 'docs'], { cwd: repository.root });
    expect(code).toBe(0);
    expect(result.files).toHaveLength(6);
    expect(readFileSync(join(repository.root, 'relctl.toml'), 'utf8')).toContain('# Nothing here differs');
  });
});

describe('init in each of the five systems, without their own configuration', () => {
  test.each<FixtureName>([
    'asset-manager',
    'single-package',
    'server',
    'platform',
    'domains',
  ])('%s: the tags that are there are those of its packages', name => {
    const { repository, expected } = loadFixture(name);
    repository.write({ 'relctl.toml': null });
    init(repository);
    const { result } = relctlJson(['list'], { cwd: repository.root });
    const tags = (packages: readonly { path: string; tag: string }[]) =>
      packages.map(({ path, tag }) => `${path} ${tag}`).sort();
    expect(tags(result.packages)).toEqual(tags(expected.packages));
  });
});
