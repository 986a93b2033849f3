import { chmodSync, lstatSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN, packageFiles } from '../support/packages.js';
import { relctl, relctlJson } from '../support/relctl.js';
import { type FileMap, Repository } from '../support/repository.js';

function bump(repository: Repository, ...args: string[]) {
  const { code, ok, result, error } = relctlJson(['bump', ...args], { cwd: repository.root });
  expect({ code, ok, error }).toEqual({ code: 0, ok: true, error: undefined });
  return result;
}

function refusal(repository: Repository, ...args: string[]) {
  const { code, ok, error } = relctlJson(['bump', ...args], { cwd: repository.root });
  expect(ok).toBe(false);
  return { code, error: error.code };
}

const MANIFEST = 'packages/core/pyproject.toml';
const MODULE = 'packages/core/src/core/__init__.py';

describe('bump', () => {
  it('gives the same plan with --dry-run, which changes nothing, as it then applies', () => {
    const repository = Repository.create(CHAIN);
    const planned = bump(repository, 'minor', '--package', 'core', '--dry-run');
    expect(repository.status()).toBe('');
    expect(repository.git('tag')).toBe('');
    expect(planned).toEqual({
      status: 'planned',
      releases: [
        {
          id: 'core',
          from: '1.0.0',
          to: '1.1.0',
          level: 'minor',
          tag: 'core-v1.1.0',
          reasons: [{ kind: 'requested' }],
        },
      ],
      edits: [
        { file: MANIFEST, line: 3, column: 12, before: '1.0.0', after: '1.1.0' },
        { file: MODULE, line: 1, column: 16, before: '1.0.0', after: '1.1.0' },
      ],
      commit: {
        message: 'release: core 1.1.0\n\nRelctl-Release: core 1.1.0\n',
        parent: repository.revision('HEAD'),
        branch: 'refs/heads/main',
      },
      tags: [{ name: 'core-v1.1.0', package: 'core', message: 'core 1.1.0' }],
      pushes: [],
      starts: [],
      problems: [],
      basis: {
        request: {
          level: 'minor',
          pre: null,
          choice: { packages: ['core'], groups: [], all: false, changed: false },
          dependents: null,
          commit: true,
          tag: true,
          push: false,
          sign: null,
          allowIdleTags: false,
        },
        config: expect.stringMatching(/^[\da-f]{64}$/),
        remote: null,
      },
    });
    expect(bump(repository, 'minor', '--package', 'core')).toEqual({ ...planned, status: 'applied' });
  });

  it('makes one commit of just the edits, and an annotated tag on it', () => {
    const repository = Repository.create(CHAIN);
    const parent = repository.revision('HEAD');
    bump(repository, 'patch', '--package', 'core,tool');
    expect(repository.git('rev-parse', 'HEAD~1')).toBe(parent);
    expect(repository.git('show', '--stat=200', '--format=', 'HEAD')).toContain(
      '4 files changed, 4 insertions(+), 4 deletions(-)',
    );
    for (const name of ['core-v1.0.1', 'tool-v1.0.1']) {
      expect(repository.git('cat-file', '-t', name)).toBe('tag');
      expect(repository.revision(`${name}^{commit}`)).toBe(repository.revision('HEAD'));
    }
    expect(repository.git('fsck', '--strict')).not.toMatch(/error|warning/);
    expect(repository.status()).toBe('');
    expect(repository.read(MANIFEST)).toContain('version = "1.0.1"');
  });

  it('does nothing when asked for the version that is there and tagged', () => {
    const repository = Repository.create(CHAIN);
    bump(repository, '1.2', '--package', 'core');
    expect(repository.git('tag')).toBe('core-v1.2');
    const head = repository.revision('HEAD');
    expect(bump(repository, '1.2', '--package', 'core').status).toBe('noop');
    expect(repository.revision('HEAD')).toBe(head);
  });

  it('edits only the files with --no-commit, and makes no tag with --no-tag', () => {
    const repository = Repository.create(CHAIN);
    const head = repository.revision('HEAD');
    expect(bump(repository, 'patch', '--package', 'core', '--no-commit')).toMatchObject({
      commit: null,
      tags: [],
      releases: [{ tag: null }],
    });
    expect(repository.revision('HEAD')).toBe(head);
    expect(repository.status().split('\n').length).toBe(2);
    repository.git('checkout', '--quiet', '.');
    expect(bump(repository, 'patch', '--package', 'core', '--no-tag').tags).toEqual([]);
    expect(repository.git('tag')).toBe('');
    expect(repository.revision('HEAD~1')).toBe(head);
  });

  it('needs no name where there is one package, and takes the changed ones with --changed', () => {
    const single = Repository.create({ 'pyproject.toml': '[project]\nname = "one"\nversion = "2.9"\n' });
    expect(bump(single, 'minor').releases).toMatchObject([{ id: 'one', from: '2.9', to: '2.10' }]);
    const repository = Repository.create(CHAIN);
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ 'packages/tool/src/tool/core.py': 'VALUE = 2\n' });
    expect(bump(repository, 'patch', '--changed', '--dry-run').releases).toMatchObject([
      { id: 'tool', reasons: [{ kind: 'changed' }] },
    ]);
    expect(
      bump(repository, 'patch', '--all', '--dry-run').releases.map(({ id }: { id: string }) => id),
    ).toEqual(['core', 'tool', 'api', 'app']);
  });

  it('changes only the bytes of the value, whatever surrounds it', () => {
    const manifests: FileMap = {
      'a/pyproject.toml':
        '\ufeff# comment\r\n[ project ]\r\nname = "a"\r\n"version"   =  \'1.0.0\' # not 1.0.0 of [x]\r\ndependencies = ["z==1.0.0"]',
      'b/pyproject.toml':
        'project.name = "b"\nproject.version = """1.0.0"""\n[tool.other]\nversion = "1.0.0"\n',
      'c/pyproject.toml': 'project = { name = "c", version = "1.0.0", description = "1.0.0" }\n',
      'd/pyproject.toml':
        '[tool.poetry]\nname = "d"\nversion = "1.0.0"\n[tool.poetry.dependencies]\nz = "1.0.0"\n',
      'd/d/__init__.py':
        '"""\n__version__ = "1.0.0"\n"""\r\nimport sys; __version__: str = (\'1.0.0\')  # 1.0.0\nclass A:\n    __version__ = "1.0.0"\n',
    };
    const repository = Repository.create(manifests);
    const plan = bump(repository, 'major', '--all');
    for (const [path, text] of Object.entries(manifests)) {
      let expected = text as string;
      for (const edit of plan.edits.filter(({ file }: { file: string }) => file === path)) {
        const lines = expected.split('\n');
        const line = lines[edit.line - 1] as string;
        lines[edit.line - 1] =
          line.slice(0, edit.column - 1) + edit.after + line.slice(edit.column - 1 + edit.before.length);
        expected = lines.join('\n');
      }
      expect(repository.read(path)).toBe(expected);
      expect(repository.read(path)).not.toBe(text);
      expect(repository.read(path).length).toBe((text as string).length);
    }
    expect(plan.edits.length).toBe(5);
    expect(repository.status()).toBe('');
  });

  it('keeps the line endings of a work tree that git turns around', () => {
    const repository = Repository.create({ ...CHAIN, '.gitattributes': '*.toml text eol=crlf\n' });
    repository.git('rm', '--quiet', '--cached', '-r', '.');
    repository.git('reset', '--quiet', '--hard');
    expect(repository.read(MANIFEST)).toContain('version = "1.0.0"\r\n');
    bump(repository, 'patch', '--package', 'core');
    expect(repository.read(MANIFEST)).toContain('version = "1.0.1"\r\n');
    expect(repository.git('show', `HEAD:${MANIFEST}`)).not.toContain('\r');
    expect(repository.status()).toBe('');
  });

  it('keeps modes, other changes and what is staged', () => {
    const repository = Repository.create(CHAIN);
    chmodSync(join(repository.root, MANIFEST), 0o755);
    repository.commit({});
    repository.write({ 'README.md': 'staged\n' });
    repository.git('add', 'README.md');
    repository.write({ 'packages/tool/src/tool/core.py': 'edited\n', 'untracked.txt': 'x\n' });
    const before = repository.status();
    bump(repository, 'patch', '--package', 'core');
    expect(repository.status()).toBe(before);
    expect(lstatSync(join(repository.root, MANIFEST)).mode & 0o777).toBe(0o755);
    expect(repository.git('ls-tree', 'HEAD', MANIFEST)).toMatch(/^100755/);
  });

  it('brings a stale copy of a release tool up to date, which nothing that is shipped reads, and says so', () => {
    const config = '[tool.bumpversion]\ncurrent_version = "0.9.0"\n';
    const repository = Repository.create({ ...CHAIN, 'packages/core/.bumpversion.toml': config });
    const gate = () => relctlJson(['verify-versions'], { cwd: repository.root }).result.problems;
    expect(gate()).toMatchObject([{ rule: 'config-version-stale', package: 'core', line: 2, column: 20 }]);
    expect(bump(repository, 'patch', '--package', 'core').problems).toMatchObject([
      { rule: 'config-version-stale', severity: 'warning', file: 'packages/core/.bumpversion.toml' },
    ]);
    expect(repository.read('packages/core/.bumpversion.toml')).toContain('current_version = "1.0.1"');
    expect(gate()).toEqual([]);
  });

  it('says which requirements of other packages the new version breaks', () => {
    const repository = Repository.create({
      ...CHAIN,
      ...packageFiles('strict', { dependencies: ['core<2'] }),
    });
    expect(bump(repository, 'minor', '--package', 'core', '--dry-run').problems).toEqual([]);
    const { problems } = bump(repository, 'major', '--package', 'core', '--dependents', 'none', '--dry-run');
    expect(problems).toMatchObject([{ rule: 'sibling-unsatisfied', severity: 'warning', package: 'strict' }]);
    const text = relctl(['bump', 'major', '--package', 'core', '--dependents', 'none', '--dry-run'], {
      cwd: repository.root,
    }).stdout;
    expect(text).toContain('strict needs core <2, which does not admit 2.0.0');
  });
});

describe('bump and locks that cannot be read', () => {
  it('names those only that hold a released package', () => {
    const entry = '[[package]]\nname = "core"\nversion = "1.0.0"\nsource = { editable = "packages/core" }\n';
    const repository = Repository.create({
      ...CHAIN,
      'uv.lock': `version = 99\n\n${entry}`,
      'tests/data/uv.lock': 'version = 99\n',
      'tests/data/poetry.lock': '[[package]\n',
    });
    const { problems } = bump(repository, 'patch', '--package', 'core', '--dry-run');
    expect(problems.map(({ file, message }: Record<string, string>) => [file, message])).toEqual([
      ['uv.lock', 'uv.lock is not brought up to date: its format version 99 is not known'],
    ]);
  });
});

describe('bump writes nothing', () => {
  it('when a file of the plan is not committed, and says so in the plan already', () => {
    const repository = Repository.create(CHAIN);
    const lock =
      'version = 1\n\n[[package]]\nname = "core"\nversion = "1.0.0"\nsource = { editable = "packages/core" }\n';
    repository.write({ 'uv.lock': lock });
    const asked = ['patch', '--package', 'core'];
    expect(refusal(repository, ...asked, '--dry-run')).toEqual({ code: 3, error: 'DIRTY_FILE' });
    repository.write({ '.gitignore': 'uv.lock\n' });
    expect(relctlJson(['bump', ...asked], { cwd: repository.root }).code).toBe(0);
    expect(repository.read('uv.lock')).toBe(lock);
  });

  it('when a file of the plan has changes, on a detached head, or in the middle of a merge', () => {
    const repository = Repository.create(CHAIN);
    repository.write({ [MODULE]: '__version__ = "1.0.0"  # edited\n' });
    expect(refusal(repository, 'patch', '--package', 'core')).toEqual({ code: 3, error: 'DIRTY_FILE' });
    repository.git('add', MODULE);
    expect(refusal(repository, 'patch', '--package', 'core')).toEqual({ code: 3, error: 'DIRTY_FILE' });
    repository.git('reset', '--quiet', '--hard');
    repository.git('checkout', '--quiet', '--detach');
    expect(refusal(repository, 'patch', '--package', 'core')).toEqual({ code: 3, error: 'DETACHED_HEAD' });
    repository.git('switch', '--quiet', '--create', 'side', 'main');
    repository.commit({ 'README.md': 'side\n' });
    repository.git('switch', '--quiet', 'main');
    repository.git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
    expect(refusal(repository, 'patch', '--package', 'core')).toEqual({
      code: 3,
      error: 'OPERATION_IN_PROGRESS',
    });
  });

  it('when the tag is taken, or stands in the way as a folder', () => {
    const repository = Repository.create(CHAIN);
    repository.git('tag', 'core-v1.0.1');
    expect(refusal(repository, 'patch', '--package', 'core')).toEqual({ code: 3, error: 'TAG_TAKEN' });
    repository.git('tag', 'tool-v1.0.1/x');
    expect(refusal(repository, 'patch', '--package', 'tool')).toEqual({ code: 3, error: 'TAG_TAKEN' });
    expect(repository.status()).toBe('');
  });

  it('when git does not know who commits', () => {
    const repository = Repository.create(CHAIN);
    repository.git('config', '--unset', 'user.email');
    repository.git('config', 'user.useConfigOnly', 'true');
    const env = { GIT_AUTHOR_EMAIL: undefined, GIT_COMMITTER_EMAIL: undefined };
    const { code, error } = relctlJson(['bump', 'patch', '--package', 'core'], { cwd: repository.root, env });
    expect({ code, error: error.code }).toEqual({ code: 3, error: 'NO_IDENTITY' });
    expect(repository.status()).toBe('');
  });

  it('when one of several places is not a plain string', () => {
    const repository = Repository.create({ ...CHAIN, [MODULE]: '__version__ = "1.0" ".0"\n' });
    expect(refusal(repository, 'patch', '--package', 'core,tool')).toEqual({
      code: 3,
      error: 'EDIT_IMPOSSIBLE',
    });
    expect(repository.status()).toBe('');
  });

  it('when a configured place is not there', () => {
    const config =
      '[package.core]\npath = "packages/core"\nversion-files = ["Dockerfile:ARG VERSION={version}"]\n';
    const repository = Repository.create({ ...CHAIN, 'relctl.toml': config });
    expect(refusal(repository, 'patch', '--package', 'core')).toEqual({ code: 2, error: 'CONFIG_INVALID' });
    repository.commit({ Dockerfile: 'ARG VERSION=1.0.0\nARG VERSION=2.0.0\n' });
    expect(refusal(repository, 'patch', '--package', 'core')).toEqual({ code: 2, error: 'CONFIG_INVALID' });
    const gate = relctlJson(['verify-versions'], { cwd: repository.root });
    expect(gate.result.problems).toMatchObject([{ rule: 'version-missing', file: 'Dockerfile', line: 2 }]);
    repository.commit({ Dockerfile: 'ARG VERSION=1.0.0\n' });
    bump(repository, 'patch', '--package', 'core');
    expect(repository.read('Dockerfile')).toBe('ARG VERSION=1.0.1\n');
  });

  it('when the module is in no encoding that can be read', () => {
    const repository = Repository.create(CHAIN);
    writeFileSync(join(repository.root, MODULE), Buffer.from('# \xe9\n__version__ = "1.0.0"\n', 'latin1'));
    repository.commit({});
    expect(refusal(repository, 'patch', '--package', 'core')).toEqual({ code: 3, error: 'EDIT_IMPOSSIBLE' });
  });

  it('through a symbolic link', () => {
    const repository = Repository.create({ ...CHAIN, 'elsewhere.py': '__version__ = "1.0.0"\n' });
    repository.write({ [MODULE]: null });
    symlinkSync('../../../../elsewhere.py', join(repository.root, MODULE));
    repository.commit({});
    bump(repository, 'patch', '--package', 'core');
    expect(repository.read('elsewhere.py')).toContain('1.0.0');
  });

  it('when two packages would share one tag', () => {
    const repository = Repository.create({ ...CHAIN, 'relctl.toml': 'tag = "v{version}"\n' });
    expect(refusal(repository, 'patch', '--package', 'core,tool')).toEqual({ code: 2, error: 'TAG_INVALID' });
    expect(bump(repository, 'patch', '--package', 'core').tags).toMatchObject([{ name: 'v1.0.1' }]);
  });

  it('when a package outside of the release takes its version from the same file', () => {
    const manifest = (name: string) =>
      `[project]\nname = "${name}"\ndynamic = ["version"]\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[tool.setuptools.dynamic]\nversion = { file = "../VERSION" }\n`;
    const repository = Repository.create({
      VERSION: '1.0.0\n',
      'a/pyproject.toml': manifest('a'),
      'b/pyproject.toml': manifest('b'),
    });
    expect(refusal(repository, 'patch', '--package', 'a')).toEqual({ code: 2, error: 'SHARED_VERSION' });
    expect(bump(repository, 'patch', '--package', 'a,b').edits).toEqual([
      { file: 'VERSION', line: 1, column: 1, before: '1.0.0', after: '1.0.1' },
    ]);
  });
});

describe('bump for people', () => {
  it('shows packages, edits, commit and tags, and says whether anything was done', () => {
    const repository = Repository.create(packageFiles('core'));
    const dry = relctl(['bump', 'patch', '--dry-run'], { cwd: repository.root }).stdout;
    expect(dry).toContain('1.0.0 → 1.0.1');
    expect(dry).toContain('tag core-v1.0.1');
    expect(dry).toMatch(/planned, nothing was changed\n$/);
    expect(relctl(['bump', 'patch'], { cwd: repository.root }).stdout).toMatch(/done\n$/);
  });
});
