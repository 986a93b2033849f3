import { describe, expect, it } from 'vitest';
import { CHAIN, packageFiles } from '../support/packages.js';
import { relctl, relctlJson } from '../support/relctl.js';
import { type FileMap, Repository } from '../support/repository.js';

function gate(repository: Repository, ...args: string[]) {
  const { code, result } = relctlJson(['verify-versions', ...args], { cwd: repository.root });
  return { code, ...result };
}

function findings(files: FileMap, ...args: string[]): string[] {
  return gate(Repository.create(files), ...args).problems.map(
    ({ rule, severity, package: id, file, line, column }: Record<string, string>) =>
      `${severity} ${rule} ${id} ${file}:${line}:${column}`,
  );
}

const uvLock = (...versions: [string, string][]) =>
  [
    'version = 1\nrevision = 3\nrequires-python = ">=3.9"\n',
    ...versions.map(
      ([name, version]) =>
        `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = { editable = "packages/${name}" }\n`,
    ),
  ].join('\n');

describe('sibling-unsatisfied', () => {
  it('finds a pin that a release left behind, with its place', () => {
    const files = {
      ...packageFiles('core', { version: '1.3.0' }),
      ...packageFiles('api', { dependencies: ['requests>=2', 'core[x]==1.2.0; python_version>"3"'] }),
    };
    expect(findings(files)).toEqual(['error sibling-unsatisfied api packages/api/pyproject.toml:4:40']);
  });

  it('accepts what admits the version, in whatever spelling, and what says nothing', () => {
    const dependencies = [
      'core==1.0',
      'core >=1.0.0,<2',
      'core~=1.0',
      'core (>=0.9)',
      'CORE===1.0.0',
      'core>0',
    ];
    for (const dependency of dependencies) {
      const files = { ...packageFiles('core'), ...packageFiles('api', { dependencies: [dependency] }) };
      expect(findings(files), dependency).toEqual([]);
    }
  });

  it('says nothing of a sibling whose number is written by its build', () => {
    for (const version of ['0.0.0+develop', '0.0.0', '0']) {
      const files = {
        ...packageFiles('core', { version }),
        ...packageFiles('api', { dependencies: ['core>=1.3,<2'] }),
      };
      expect(findings(files), version).toEqual([]);
    }
  });

  it('says nothing of development, of a sibling from git, and of one line among several with markers', () => {
    const dynamic =
      '[project]\nname = "core"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "hatchling.build"\nrequires = []\n[tool.hatch.version]\nsource = "vcs"\n';
    expect(findings({ ...packageFiles('core'), ...packageFiles('api', { dev: ['core<1'] }) })).toEqual([]);
    expect(
      findings({ 'core/pyproject.toml': dynamic, ...packageFiles('api', { dependencies: ['core>=9'] }) }),
    ).toEqual([]);
    const dependencies = ['core<1; python_version<"3.8"', 'core>=1; python_version>="3.8"'];
    expect(findings({ ...packageFiles('core'), ...packageFiles('api', { dependencies }) })).toEqual([]);
  });
});

describe('sibling-unbounded', () => {
  it('warns of a published requirement without any bound, and lets the gate pass', () => {
    const repository = Repository.create({
      ...packageFiles('core'),
      ...packageFiles('api', { dependencies: ['core'] }),
    });
    expect(gate(repository)).toMatchObject({
      code: 0,
      problems: [
        {
          rule: 'sibling-unbounded',
          severity: 'warning',
          package: 'api',
          hint: expect.stringContaining('core>=1.0.0'),
        },
      ],
    });
  });
});

describe('version-not-normal', () => {
  it('finds a spelling that is published under another one', () => {
    expect(findings(packageFiles('core', { version: '1.0.0-beta.1' }))).toEqual([
      'error version-not-normal core packages/core/pyproject.toml:3:12',
    ]);
  });
});

describe('tag-ahead', () => {
  it('finds a version behind a tag of the same history, and no tag of another branch or package', () => {
    const repository = Repository.create({ ...CHAIN, ...packageFiles('core-v2') });
    repository.git('tag', 'core-v1.0.0');
    repository.git('tag', 'core-v2-v1.0.0');
    repository.git('tag', 'tool-vnext');
    repository.git('switch', '--quiet', '--create', 'side');
    repository.commit({ 'README.md': 'side\n' });
    repository.git('tag', '--annotate', '--message', 'x', 'api-v3.0.0');
    repository.git('switch', '--quiet', 'main');
    expect(gate(repository)).toMatchObject({ code: 0, problems: [] });
    repository.git('tag', '--annotate', '--message', 'x', 'core-v1.1.0rc1');
    expect(gate(repository).problems).toMatchObject([
      { rule: 'tag-ahead', package: 'core', file: 'packages/core/pyproject.toml', line: 3, column: 12 },
    ]);
  });

  it('says nothing where the build writes the number', () => {
    const repository = Repository.create(packageFiles('core', { version: '0.0.0+develop' }));
    repository.git('tag', 'core-v1.0.0');
    expect(gate(repository).problems).toEqual([]);
  });

  it('needs no commit', () => {
    const repository = Repository.create();
    repository.write(CHAIN);
    expect(gate(repository)).toMatchObject({ code: 0, problems: [] });
  });
});

describe('lock-stale', () => {
  it('finds an own entry with another version, in every lock of the repository', () => {
    const files = {
      ...CHAIN,
      'uv.lock': uvLock(['core', '0.9.0'], ['tool', '1.0']),
      'nested/uv.lock': uvLock(['core', '0.9.0']).replace('packages/', '../packages/'),
    };
    expect(findings(files)).toEqual([
      'error lock-stale core nested/uv.lock:7:12',
      'error lock-stale core uv.lock:7:12',
    ]);
  });
});

describe('a lock that cannot be read', () => {
  it('is a warning, but for those among test data', () => {
    const lock = `${uvLock(['core', '0.9.0'])}<<<<<<< HEAD\n`;
    expect(findings({ ...CHAIN, 'uv.lock': lock, 'tests/data/uv.lock': lock })).toEqual([
      'warning lock-stale null uv.lock:null:null',
    ]);
  });
});

describe('verify-versions --fix', () => {
  it('mends a mirror that lags, a spelling and a stale lock, and nothing else', () => {
    const repository = Repository.create({
      ...CHAIN,
      'packages/core/pyproject.toml': '[project]\nname = "core"\nversion = "1.2.0-rc.1"  # here\n',
      'packages/tool/src/tool/__init__.py': '__version__ = "9.9"\n',
      'uv.lock': uvLock(['core', '1.1.0'], ['api', '1.0.0']),
    });
    const { code, problems, fixed } = gate(repository, '--fix');
    expect({
      code,
      rules: problems.map(({ rule, package: id }: Record<string, string>) => `${rule} ${id}`),
    }).toEqual({
      code: 1,
      rules: ['sibling-unsatisfied api', 'version-mismatch tool'].filter(
        text => text !== 'sibling-unsatisfied api',
      ),
    });
    expect(fixed).toMatchObject([
      { file: 'packages/core/pyproject.toml', before: '1.2.0-rc.1', after: '1.2.0rc1' },
      { file: 'packages/core/src/core/__init__.py', before: '1.0.0', after: '1.2.0rc1' },
      { file: 'uv.lock', before: '1.1.0', after: '1.2.0rc1' },
    ]);
    expect(repository.read('packages/core/pyproject.toml')).toContain('version = "1.2.0rc1"  # here');
    expect(gate(repository, '--fix').fixed).toEqual([]);
  });

  it('leaves a place that two packages with different versions share', () => {
    const shared = (id: string) => `[package.${id}]\nversion-files = ["Dockerfile:V={version}"]\n`;
    const repository = Repository.create({
      ...packageFiles('core'),
      ...packageFiles('tool', { version: '2.0.0' }),
      Dockerfile: 'ENV V=0.9\n',
      'relctl.toml': shared('core') + shared('tool'),
    });
    const { code, problems, fixed } = gate(repository, '--fix');
    expect({ code, count: problems.length, fixed }).toEqual({ code: 1, count: 2, fixed: [] });
  });
});

describe('verify-versions --format', () => {
  const repository = () =>
    Repository.create({ ...CHAIN, 'packages/core/src/core/__init__.py': '__version__ = "0.9"\n' });

  it('github writes annotations that no text of the repository can end', () => {
    const { stdout } = relctl(['verify-versions', '--format', 'github'], { cwd: repository().root });
    expect(stdout).toMatch(
      /^::error file=packages\/core\/src\/core\/__init__\.py,line=1,col=16,title=version-mismatch::0\.9 here.*%0A.*\n$/,
    );
  });

  it('sarif is one document with every problem at its place', () => {
    const { stdout } = relctl(['verify-versions', '--format', 'sarif'], { cwd: repository().root });
    const [{ tool, results }] = JSON.parse(stdout).runs;
    expect(tool.driver.rules).toEqual([{ id: 'version-mismatch' }]);
    expect(results).toMatchObject([
      {
        ruleId: 'version-mismatch',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'packages/core/src/core/__init__.py' },
              region: { startLine: 1, startColumn: 16 },
            },
          },
        ],
      },
    ]);
  });
});

describe('tag-mismatch in a job of CI', () => {
  const check = (env: Record<string, string>) => {
    const { root } = Repository.create(CHAIN);
    const { code, result } = relctlJson(['verify-versions'], { cwd: root, env });
    return { code, rules: result.problems.map(({ rule }: { rule: string }) => rule) };
  };
  const github = (type: string, name: string) => ({
    GITHUB_ACTIONS: 'true',
    GITHUB_REF_TYPE: type,
    GITHUB_REF_NAME: name,
  });

  it.each([
    ['the tag of another version', github('tag', 'core-v9.9.9'), 1, ['tag-mismatch']],
    ['the tag of the version', github('tag', 'core-v1.0.0'), 0, []],
    ['a tag of no package', github('tag', 'nightly'), 0, []],
    ['a branch', github('branch', 'core-v9.9.9'), 0, []],
    ['a tag on GitLab', { GITLAB_CI: 'true', CI_COMMIT_TAG: 'core-v9.9.9' }, 1, ['tag-mismatch']],
  ])('looks at %s', (_, env, code, rules) => {
    expect(check(env)).toEqual({ code, rules });
  });
});
