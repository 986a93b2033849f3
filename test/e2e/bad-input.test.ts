import { describe, expect, it } from 'vitest';
import { CHAIN, packageFiles } from '../support/packages.js';
import { relctl, relctlJson } from '../support/relctl.js';
import { type FileMap, Repository, temporaryFolder } from '../support/repository.js';

const MANIFEST = 'packages/tool/pyproject.toml';

interface Case {
  readonly title: string;
  readonly files?: FileMap;
  readonly args: readonly string[];
  readonly exit: number;
  readonly code: string;
  /** What the message must name. */
  readonly names: readonly string[];
}

const CASES: readonly Case[] = [
  {
    title: 'an unknown package',
    args: ['bump', 'patch', '--package', 'tol'],
    exit: 2,
    code: 'UNKNOWN_PACKAGE',
    names: ['tol', 'tool'],
  },
  {
    title: 'an unknown package in changed',
    args: ['changed', '--package', 'nope'],
    exit: 2,
    code: 'UNKNOWN_PACKAGE',
    names: ['nope'],
  },
  { title: 'an unknown command', args: ['lst'], exit: 2, code: 'USAGE', names: ['lst'] },
  {
    title: 'an unknown group',
    args: ['bump', 'patch', '--group', 'x'],
    exit: 2,
    code: 'UNKNOWN_GROUP',
    names: ['x'],
  },
  { title: 'no package at all', args: ['bump', 'patch'], exit: 2, code: 'NOTHING_SELECTED', names: ['4'] },
  {
    title: 'an unknown level',
    args: ['bump', 'pach', '--package', 'tool'],
    exit: 2,
    code: 'UNKNOWN_LEVEL',
    names: ['pach', 'patch'],
  },
  {
    title: 'a level that is no version',
    args: ['bump', '1.x', '--package', 'tool'],
    exit: 2,
    code: 'UNKNOWN_LEVEL',
    names: ['1.x'],
  },
  {
    title: 'a version that does not increase',
    args: ['bump', '0.9', '--package', 'tool'],
    exit: 2,
    code: 'NOT_INCREASING',
    names: ['0.9', '1.0.0'],
  },
  {
    title: 'a pre-release of a final version',
    args: ['bump', 'rc', '--package', 'tool'],
    exit: 2,
    code: 'NOT_INCREASING',
    names: ['1.0.0rc1', '--pre rc'],
  },
  {
    title: 'a present version without its tag',
    args: ['bump', '1.0.0', '--package', 'tool'],
    exit: 2,
    code: 'NOT_INCREASING',
    names: ['tool-v1.0.0'],
  },
  {
    title: 'a base that is not there',
    args: ['changed', '--base', 'nope'],
    exit: 2,
    code: 'UNKNOWN_REVISION',
    names: ['nope'],
  },
  {
    title: 'a head that is not there',
    args: ['changed', '--head', 'nope'],
    exit: 2,
    code: 'UNKNOWN_REVISION',
    names: ['nope'],
  },
  {
    title: 'a base that is an option of git',
    args: ['changed', '--base=--output=x'],
    exit: 2,
    code: 'UNKNOWN_REVISION',
    names: ['--output=x'],
  },
  {
    title: 'a base that is a range',
    args: ['changed', '--base', 'main..HEAD'],
    exit: 2,
    code: 'UNKNOWN_REVISION',
    names: ['main..HEAD'],
  },
  { title: 'an unknown flag', args: ['list', '--frmat', 'x'], exit: 2, code: 'USAGE', names: ['--frmat'] },
  { title: 'a missing argument', args: ['bump'], exit: 2, code: 'USAGE', names: ['level'] },
  {
    title: 'a value that a flag does not take',
    args: ['graph', '--format', 'png'],
    exit: 2,
    code: 'USAGE',
    names: ['png'],
  },
  {
    title: 'a folder that does not exist',
    args: ['list', '-C', 'nope'],
    exit: 2,
    code: 'NOT_A_REPOSITORY',
    names: ['nope'],
  },
  {
    title: 'a configuration that does not exist',
    args: ['list', '--config', 'nope.toml'],
    exit: 2,
    code: 'CONFIG_NOT_FOUND',
    names: ['nope.toml'],
  },
  {
    title: 'an unknown configuration key',
    files: { 'relctl.toml': '\nbse = "main"\n' },
    args: ['list'],
    exit: 2,
    code: 'CONFIG_INVALID',
    names: ['relctl.toml:2', 'bse', 'base'],
  },
  {
    title: 'an unknown key of a package',
    files: { 'relctl.toml': '[package.tool]\ninput = ["x"]\n' },
    args: ['list'],
    exit: 2,
    code: 'CONFIG_INVALID',
    names: ['relctl.toml:2', 'input'],
  },
  {
    title: 'a value of the wrong type',
    files: { 'relctl.toml': 'ignore = "x"\n' },
    args: ['list'],
    exit: 2,
    code: 'CONFIG_INVALID',
    names: ['relctl.toml:1', 'ignore'],
  },
  {
    title: 'a configuration that is no TOML',
    files: { 'relctl.toml': 'a = 1\nb = \n' },
    args: ['list'],
    exit: 2,
    code: 'CONFIG_INVALID',
    names: ['relctl.toml:2'],
  },
  {
    title: 'a configured package that is not there',
    files: { 'relctl.toml': '[package.tool]\npath = "pkgs/tool"\n' },
    args: ['list'],
    exit: 2,
    code: 'CONFIG_INVALID',
    names: ['package.tool', 'pkgs/tool', 'packages/tool'],
  },
  {
    title: 'a group with a member that is not there',
    files: { 'relctl.toml': '[group.g]\npackages = ["nope"]\n' },
    args: ['list'],
    exit: 2,
    code: 'CONFIG_INVALID',
    names: ['group.g', 'nope'],
  },
  {
    title: 'a tag template without a version',
    files: { 'relctl.toml': 'tag = "{package}"\n' },
    args: ['list'],
    exit: 2,
    code: 'CONFIG_INVALID',
    names: ['relctl.toml:1', '{version}'],
  },
  {
    title: 'a broken table in pyproject.toml',
    files: { 'pyproject.toml': '[tool.relctl]\nnope = 1\n' },
    args: ['list'],
    exit: 2,
    code: 'CONFIG_INVALID',
    names: ['pyproject.toml:2', 'nope'],
  },
  {
    title: 'a release of a package with a broken manifest',
    files: { [MANIFEST]: '[project\n' },
    args: ['bump', 'patch', '--package', 'packages/tool'],
    exit: 3,
    code: 'MANIFEST_BROKEN',
    names: [`${MANIFEST}:1`],
  },
  {
    title: 'a release from a version that is none',
    files: { [MANIFEST]: '[project]\nname = "tool"\nversion = "1.x"\n' },
    args: ['bump', 'patch', '--package', 'tool'],
    exit: 3,
    code: 'VERSION_UNREADABLE',
    names: [`${MANIFEST}:3`, '1.x'],
  },
  {
    title: 'a release of places that disagree',
    files: { 'packages/tool/src/tool/__init__.py': '__version__ = "0.9"\n' },
    args: ['bump', 'patch', '--package', 'tool'],
    exit: 3,
    code: 'SOURCES_DISAGREE',
    names: ['packages/tool/src/tool/__init__.py:1', '0.9', 'verify-versions --fix --package tool'],
  },
  {
    title: 'a release of a version that git decides',
    files: {
      [MANIFEST]:
        '[project]\nname = "tool"\ndynamic = ["version"]\n[build-system]\nrequires = ["hatchling", "hatch-vcs"]\nbuild-backend = "hatchling.build"\n[tool.hatch.version]\nsource = "vcs"\n',
    },
    args: ['bump', 'patch', '--package', 'tool'],
    exit: 3,
    code: 'NOT_BUMPABLE',
    names: ['hatch-vcs'],
  },
  {
    title: 'a push without a commit',
    args: ['bump', 'patch', '--package', 'tool', '--push', '--no-commit'],
    exit: 2,
    code: 'USAGE',
    names: ['--push'],
  },
  {
    title: 'a push to a remote that is not there',
    args: ['bump', 'patch', '--package', 'tool', '--push'],
    exit: 3,
    code: 'NO_REMOTE',
    names: ['origin'],
  },
  {
    title: 'a level with --pre that names one itself',
    args: ['bump', 'rc', '--pre', 'a', '--package', 'tool'],
    exit: 2,
    code: 'USAGE',
    names: ['--pre'],
  },
];

describe('bad input', () => {
  it.each(CASES)('$title is refused with one clear message, and nothing changes', ({
    files,
    args,
    exit,
    code,
    names,
  }) => {
    const repository = Repository.create({ ...CHAIN, ...files });
    const before = repository.git('for-each-ref');
    const outcome = relctl(args, { cwd: repository.root });
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toMatch(/^(?:warning: .*\n)*relctl: .+\n(?:.*\n)*hint: .+\n$/);
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
    expect(outcome.code).toBe(exit);
    for (const name of names) expect(outcome.stderr).toContain(name);
    const document = relctlJson(args, { cwd: repository.root });
    expect(document).toMatchObject({ ok: false, code: exit, error: { code } });
    expect(document.error.hint).not.toBe('');
    expect(repository.status()).toBe('');
    expect(repository.git('for-each-ref')).toBe(before);
  });

  it('names every fault of the configuration at once', () => {
    const repository = Repository.create({
      ...CHAIN,
      'relctl.toml': 'bse = 1\nignore = 2\n[push]\ntags-per-push = 4\n',
    });
    const { error } = relctlJson(['list'], { cwd: repository.root });
    expect(
      error.details.faults.map((fault: string) => fault.split(':').slice(0, 2).join(':')).sort(),
    ).toEqual(['relctl.toml:1', 'relctl.toml:2', 'relctl.toml:4']);
  });

  it('outside of a repository every command says so', () => {
    const cwd = temporaryFolder();
    const commands = [['list'], ['graph'], ['changed'], ['verify-versions'], ['tag'], ['bump', 'patch']];
    for (const args of commands) {
      expect(relctlJson(args, { cwd })).toMatchObject({ code: 2, error: { code: 'NOT_A_REPOSITORY' } });
    }
  });

  it('in a repository without a commit, what needs one is refused and the rest works', () => {
    const repository = Repository.create();
    repository.write(packageFiles('tool'));
    const run = (...args: string[]) => relctlJson(args, { cwd: repository.root });
    expect(run('list').result.packages.map(({ id }: { id: string }) => id)).toEqual(['tool']);
    for (const args of [['changed'], ['changed', '--base', 'HEAD'], ['bump', 'patch'], ['tag']]) {
      expect(run(...args)).toMatchObject({ code: 3, error: { code: 'NO_COMMIT' } });
    }
    expect(run('verify-versions').code).toBe(0);
  });

  it('a broken manifest is a warning with file and line, and stops only its own package', () => {
    const repository = Repository.create({ ...CHAIN, [MANIFEST]: '[project]\nname = "tool"\nversion = \n' });
    const { code, result, warnings } = relctlJson(['list'], { cwd: repository.root });
    expect(code).toBe(0);
    expect(result.packages.map(({ id }: { id: string }) => id)).toEqual(['api', 'app', 'core']);
    expect(warnings).toEqual([
      { code: 'manifest-broken', message: expect.stringContaining(`${MANIFEST}:3`) },
    ]);
    expect(relctl(['changed', '--base', 'HEAD'], { cwd: repository.root }).stderr).toContain(`${MANIFEST}:3`);
    const gate = relctlJson(['verify-versions'], { cwd: repository.root });
    expect(gate.code).toBe(1);
    expect(gate.result.problems).toMatchObject([{ rule: 'manifest-broken', file: MANIFEST, line: 3 }]);
    expect(relctlJson(['bump', 'patch', '--package', 'core'], { cwd: repository.root }).result.status).toBe(
      'applied',
    );
  });

  it('a manifest that is not UTF-8 is a problem of its own', () => {
    const repository = Repository.create({
      ...CHAIN,
      [MANIFEST]: Buffer.from('[project]\nname = "t\xff"\n', 'latin1'),
    });
    const { code, result } = relctlJson(['verify-versions'], { cwd: repository.root });
    expect(code).toBe(1);
    expect(result.problems).toMatchObject([{ rule: 'manifest-broken', file: MANIFEST }]);
  });

  it('without git the message says what to install', () => {
    const repository = Repository.create(CHAIN);
    const outcome = relctlJson(['list'], { cwd: repository.root, env: { PATH: '/nonexistent' } });
    expect(outcome).toMatchObject({ code: 6, error: { code: 'GIT_MISSING' } });
  });
});
