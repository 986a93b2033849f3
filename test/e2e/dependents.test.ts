import { describe, expect, it } from 'vitest';
import { packageFiles } from '../support/packages.js';
import { relctlJson } from '../support/relctl.js';
import { type FileMap, Repository } from '../support/repository.js';

function plan(files: FileMap, ...args: string[]) {
  const repository = Repository.create(files);
  const { result } = relctlJson(['bump', ...args, '--dry-run'], { cwd: repository.root });
  return result;
}

function moves(files: FileMap, ...args: string[]): string[] {
  return plan(files, ...args).releases.map(
    ({ id, from, to, level }: Record<string, string>) => `${id} ${from} -> ${to} (${level})`,
  );
}

/** core ← api (`<2`) ← app (`api==1.0.0`), and a package that takes core in development only. */
const PINNED: FileMap = {
  ...packageFiles('core'),
  ...packageFiles('api', { dependencies: ['core[fast] >=1.0, <2 ; python_version > "3.8"'] }),
  ...packageFiles('app', { dependencies: ['api==1.0.0'] }),
  ...packageFiles('loose', { dependencies: ['core'] }),
  ...packageFiles('bench', { dev: ['core<2'] }),
};

describe('bump --dependents auto', () => {
  it('leaves everything alone that admits the new version', () => {
    expect(moves(PINNED, 'minor', '--package', 'core')).toEqual(['core 1.0.0 -> 1.1.0 (minor)']);
    expect(plan(PINNED, 'minor', '--package', 'core').problems).toEqual([]);
  });

  it('rewrites what does not, and releases those packages, until nothing is left', () => {
    const result = plan(PINNED, 'major', '--package', 'core');
    expect(result.releases).toMatchObject([
      { id: 'core', to: '2.0.0', reasons: [{ kind: 'requested' }] },
      {
        id: 'api',
        to: '1.0.1',
        level: 'patch',
        tag: 'api-v1.0.1',
        reasons: [{ kind: 'dependency', package: 'core', before: '>=1.0, <2', after: '>=2.0, <3' }],
      },
      {
        id: 'app',
        to: '1.0.1',
        reasons: [{ kind: 'dependency', package: 'api', before: '==1.0.0', after: '==1.0.1' }],
      },
    ]);
    expect(result.edits).toContainEqual({
      file: 'packages/api/pyproject.toml',
      line: 4,
      column: 29,
      before: '>=1.0, <2',
      after: '>=2.0, <3',
    });
  });

  it('rewrites what serves development without a release, since no user sees it', () => {
    const result = plan(PINNED, 'major', '--package', 'core');
    expect(result.edits).toContainEqual({
      file: 'packages/bench/pyproject.toml',
      line: 7,
      column: 13,
      before: '<2',
      after: '<3',
    });
    expect(result.releases.map(({ id }: { id: string }) => id)).not.toContain('bench');
  });

  it('is what is applied, with one commit that names every release, and the gate passes', () => {
    const repository = Repository.create(PINNED);
    const { result } = relctlJson(['bump', 'major', '--package', 'core'], { cwd: repository.root });
    expect(result.status).toBe('applied');
    expect(repository.read('packages/api/pyproject.toml')).toContain(
      '"core[fast] >=2.0, <3 ; python_version > \\"3.8\\""',
    );
    expect(repository.git('log', '-1', '--format=%(trailers)').trim().split('\n')).toEqual([
      'Relctl-Release: core 2.0.0',
      'Relctl-Release: api 1.0.1',
      'Relctl-Release: app 1.0.1',
    ]);
    expect(repository.git('tag').trim().split('\n')).toEqual(['api-v1.0.1', 'app-v1.0.1', 'core-v2.0.0']);
    expect(repository.status()).toBe('');
    expect(relctlJson(['verify-versions'], { cwd: repository.root })).toMatchObject({ code: 0 });
  });

  it('names the whole pre-release, which a bound without it would shut out', () => {
    const result = plan(PINNED, 'major', '--pre', 'rc', '--package', 'core');
    expect(result.releases).toMatchObject([{ to: '2.0.0rc1' }, { id: 'api' }, { id: 'app' }]);
    expect(result.edits).toContainEqual(
      expect.objectContaining({ before: '>=1.0, <2', after: '>=2.0.0rc1, <3' }),
    );
  });

  it('takes a group along as one', () => {
    const files = {
      ...PINNED,
      'relctl.toml': '[group.pair]\npackages = ["api", "loose"]\n',
    };
    expect(moves(files, 'major', '--package', 'core')).toEqual([
      'core 1.0.0 -> 2.0.0 (major)',
      'api 1.0.0 -> 1.0.1 (patch)',
      'loose 1.0.0 -> 1.0.1 (patch)',
      'app 1.0.0 -> 1.0.1 (patch)',
    ]);
  });

  it('does not release a package twice that was asked for itself', () => {
    expect(moves(PINNED, 'major', '--package', 'core,api')).toEqual([
      'core 1.0.0 -> 2.0.0 (major)',
      'api 1.0.0 -> 2.0.0 (major)',
      'app 1.0.0 -> 1.0.1 (patch)',
    ]);
  });

  it('keeps the requirement on itself with its own version', () => {
    const files = packageFiles('core', { dependencies: ['core[cli]==1.0.0'] });
    const { releases, edits } = plan(files, 'patch', '--package', 'core');
    expect(releases).toHaveLength(1);
    expect(edits).toContainEqual(expect.objectContaining({ before: '==1.0.0', after: '==1.0.1' }));
  });

  it('leaves old versions that are meant: for other environments, and for tests', () => {
    const files = {
      ...packageFiles('core', { version: '2.1.0' }),
      ...packageFiles('api', {
        dependencies: ['core<2 ; python_version < "3.8"', 'core>=2,<3 ; python_version >= "3.8"'],
        dev: ['core==1.0'],
      }),
      ...packageFiles('late', { dependencies: ['core==2.0.0'] }),
    };
    const { releases, edits, problems } = plan(files, 'patch', '--package', 'core');
    expect(releases).toMatchObject([{ id: 'core' }, { id: 'late' }]);
    expect(edits.map(({ file }: { file: string }) => file)).not.toContain('packages/api/pyproject.toml');
    expect(problems).toEqual([]);
  });

  it('refuses where a requirement leaves the new version out on purpose', () => {
    const files = { ...packageFiles('core'), ...packageFiles('api', { dependencies: ['core!=2.0.0,>=1'] }) };
    const repository = Repository.create(files);
    const { code, error } = relctlJson(['bump', 'major', '--package', 'core'], { cwd: repository.root });
    expect({ code, error: error.code }).toEqual({ code: 3, error: 'REQUIREMENT_FIXED' });
    expect(error.message).toContain(
      'packages/api/pyproject.toml:4: api needs core !=2.0.0,>=1, which does not admit 2.0.0',
    );
    expect(repository.status()).toBe('');
  });
});

describe('bump, requirements that shut the present version out already', () => {
  const bothOf = (files: FileMap) => {
    const { releases, edits } = plan({ ...packageFiles('core'), ...files }, 'major', '--package', 'core');
    const elsewhere = edits.filter(({ file }: { file: string }) => !file.startsWith('packages/core/'));
    return [
      releases.length,
      elsewhere.map(({ before, after }: Record<string, string>) => `${before} ${after}`),
    ];
  };
  const poetry = (...lines: string[]): FileMap => ({
    'app/pyproject.toml': ['[tool.poetry]', 'name = "app"', 'version = "1.0"', ...lines, ''].join('\n'),
  });

  it('are kept where they are for environments of their own', () => {
    const dependencies = ["core<1 ; python_version<'3.9'", "core>=1 ; python_version>='3.9'"];
    expect(bothOf(packageFiles('api', { dependencies }))).toEqual([1, []]);
    expect(
      bothOf(
        poetry(
          '[tool.poetry.dependencies]',
          'core = [{ version = "~0.9", python = "<3.9" }, { version = "~1.0", python = ">=3.9" }]',
        ),
      ),
    ).toEqual([2, ['1.0 1.0.1', '~1.0 ~2.0']]);
  });

  it('are kept where they serve development, such as the oldest version of a test matrix', () => {
    expect(bothOf(packageFiles('api', { dev: ['core==0.9'] }))).toEqual([1, []]);
    expect(bothOf({ 'pyproject.toml': '[dependency-groups]\noldest = ["core==0.9"]\n' })).toEqual([1, []]);
  });

  it('are kept in a lock too', () => {
    const dependencies = ["core<1 ; python_version<'3.9'", "core>=1,<2 ; python_version>='3.9'"];
    const lock = [
      ...['version = 1', 'revision = 3', 'requires-python = ">=3.8"', ''],
      ...['[[package]]', 'name = "api"', 'version = "1.0.0"', 'source = { editable = "packages/api" }', ''],
      ...['[package.metadata]', 'requires-dist = ['],
      '    { name = "core", marker = "python_full_version < \'3.9\'", specifier = "<1" },',
      '    { name = "core", marker = "python_full_version >= \'3.9\'", specifier = ">=1,<2" },',
      ...[']', ''],
    ].join('\n');
    const files = { ...packageFiles('core'), ...packageFiles('api', { dependencies }), 'uv.lock': lock };
    const { edits, problems } = plan(files, 'major', '--package', 'core');
    expect(problems).toEqual([]);
    const inLock = edits.filter(({ file }: { file: string }) => file === 'uv.lock');
    expect(inLock.map(({ before, after }: Record<string, string>) => [before, after])).toEqual([
      ['1.0.0', '1.0.1'],
      ['>=1,<2', '>=2,<3'],
    ]);
  });

  it('are raised where they are published for everybody, as nobody can install that', () => {
    const [count, edits] = bothOf(packageFiles('api', { dependencies: ['core==0.9'] }));
    expect(count).toBe(2);
    expect(edits).toContain('==0.9 ==2.0.0');
  });

  it('are raised where the version that fell out is the present one', () => {
    const dependencies = ["core<2 ; python_version<'3.9'", "core>=1 ; python_version>='3.9'"];
    const [count, edits] = bothOf(packageFiles('api', { dependencies }));
    expect(count).toBe(2);
    expect(edits).toContain('<2 <3');
  });
});

describe('bump, requirements of no package', () => {
  const editsOf = (root: string, lock: string | null, ...args: string[]) =>
    plan(
      {
        ...packageFiles('core'),
        'pyproject.toml': root,
        'requirements.txt': 'core==1.0.0\n',
        ...(lock === null ? {} : { 'uv.lock': lock }),
      },
      ...args,
    );
  const text = (...lines: string[]) => lines.concat('').join('\n');

  it.each([
    ['without a name', text('[dependency-groups]', 'dev = ["core<2"]')],
    [
      'of [tool.uv] package = false',
      text(
        '[project]',
        'name = "all"',
        'version = "0"',
        'dependencies = ["core<2"]',
        '[tool.uv]',
        'package = false',
      ),
    ],
    ['as a constraint', text('[tool.uv]', 'constraint-dependencies = ["core<2"]')],
    ['as an override of PDM', text('[tool.pdm.resolution.overrides]', 'core = "<2"')],
  ])('rewrites those of a root %s, and releases nothing for them', (_, root) => {
    const { releases, edits, problems } = editsOf(root, null, 'major', '--package', 'core');
    expect(releases).toHaveLength(1);
    expect(edits.map(({ file, before, after }: Record<string, string>) => [file, before, after])).toEqual(
      expect.arrayContaining([
        ['pyproject.toml', expect.stringContaining('<2'), expect.stringContaining('<3')],
        ['requirements.txt', '==1.0.0', '==2.0.0'],
      ]),
    );
    expect(problems).toEqual([]);
  });

  it('names those that leave the new version out on purpose', () => {
    const root = text('[tool.uv]', 'constraint-dependencies = ["core!=2.0.0"]');
    expect(editsOf(root, null, 'major', '--package', 'core').problems).toEqual([
      expect.objectContaining({
        package: null,
        file: 'pyproject.toml',
        message: 'pyproject.toml needs core !=2.0.0, which does not admit 2.0.0',
      }),
    ]);
  });

  it('leaves folders alone that the configuration leaves out', () => {
    const files = {
      ...packageFiles('core'),
      'relctl.toml': 'exclude = ["old"]\n',
      'old/pyproject.toml': text('[dependency-groups]', 'dev = ["core<2"]'),
    };
    const { edits } = plan(files, 'major', '--package', 'core');
    expect(edits.map(({ file }: { file: string }) => file)).not.toContain('old/pyproject.toml');
  });

  it("edits uv's lock, which keeps constraints and overrides at its head", () => {
    const root = text(
      '[tool.uv]',
      'constraint-dependencies = ["core<2"]',
      '[tool.uv.workspace]',
      'members = ["packages/*"]',
    );
    const lock = text(
      'version = 1',
      'revision = 3',
      'requires-python = ">=3.9"',
      '',
      '[manifest]',
      'members = ["core"]',
      'constraints = [{ name = "core", specifier = "<2" }]',
      '',
      '[[package]]',
      'name = "core"',
      'version = "1.0.0"',
      'source = { editable = "packages/core" }',
    );
    const { edits, problems } = editsOf(root, lock, 'major', '--package', 'core');
    expect(problems).toEqual([]);
    const inLock = edits.filter(({ file }: { file: string }) => file === 'uv.lock');
    expect(inLock.map(({ after }: { after: string }) => after)).toEqual(['<3', '2.0.0']);
  });
});

describe('bump --dependents', () => {
  it('none leaves requirements alone and names those that break', () => {
    const result = plan(PINNED, 'major', '--package', 'core', '--dependents', 'none');
    expect(result.releases).toHaveLength(1);
    expect(result.edits.every(({ file }: { file: string }) => file.startsWith('packages/core/'))).toBe(true);
    expect(result.problems).toMatchObject([
      { rule: 'sibling-unsatisfied', severity: 'warning', package: 'api', line: 4, column: 29 },
      { rule: 'sibling-unsatisfied', severity: 'warning', package: 'bench', line: 7, column: 13 },
    ]);
  });

  it('none still keeps the requirement of a package on itself', () => {
    const files = packageFiles('core', { dependencies: ['core[cli]==1.0.0'] });
    const { edits, problems } = plan(files, 'patch', '--package', 'core', '--dependents', 'none');
    expect(edits).toContainEqual(expect.objectContaining({ before: '==1.0.0', after: '==1.0.1' }));
    expect(problems).toEqual([]);
  });

  it('all releases every package that needs a released one, however far', () => {
    expect(moves(PINNED, 'patch', '--package', 'core', '--dependents', 'all')).toEqual([
      'core 1.0.0 -> 1.0.1 (patch)',
      'api 1.0.0 -> 1.0.1 (patch)',
      'loose 1.0.0 -> 1.0.1 (patch)',
      'app 1.0.0 -> 1.0.1 (patch)',
    ]);
  });

  it('is none, all or auto by the configuration, and the flag overrules it', () => {
    const files = { ...PINNED, 'relctl.toml': '[bump]\ndependents = "none"\n' };
    expect(moves(files, 'major', '--package', 'core')).toHaveLength(1);
    expect(moves(files, 'major', '--package', 'core', '--dependents', 'auto')).toHaveLength(3);
  });
});

describe('bump where places meet', () => {
  const listed = (entry: string, ...ids: string[]) =>
    ids.map(id => `[package.${id}]\nversion-files = [${JSON.stringify(entry)}]\n`).join('');

  it('refuses to write two versions into one place', () => {
    const repository = Repository.create({
      ...PINNED,
      Dockerfile: 'ARG VERSION=1.0.0\n',
      'relctl.toml': listed('Dockerfile:VERSION={version}', 'core', 'api'),
    });
    const bump = (...args: string[]) => relctlJson(['bump', ...args], { cwd: repository.root });
    const { code, error } = bump('major', '--package', 'core');
    expect({ code, error: error.code }).toEqual({ code: 2, error: 'SHARED_VERSION' });
    expect(error.message).toContain('Dockerfile:1 is the version of core and of api');
    expect(bump('2.0.0', '--package', 'core,api').code).toBe(0);
    expect(repository.read('Dockerfile')).toBe('ARG VERSION=2.0.0\n');
  });

  it('writes a requirement once that holds a version which another tool keeps', () => {
    const repository = Repository.create({
      ...packageFiles('core'),
      ...packageFiles('api', { dependencies: ['core>=1.0.0,<2'] }),
      'relctl.toml': listed('packages/api/pyproject.toml:core>={version}', 'core'),
    });
    const { code, result } = relctlJson(['bump', 'major', '--package', 'core'], { cwd: repository.root });
    expect({ code, status: result.status }).toEqual({ code: 0, status: 'applied' });
    expect(repository.read('packages/api/pyproject.toml')).toContain('["core>=2.0.0,<3"]');
    expect(relctlJson(['verify-versions'], { cwd: repository.root }).code).toBe(0);
  });
});

describe('bump and locks that take a released package from an index', () => {
  it.each([
    ['uv.lock', 'uv lock --project packages/api'],
    ['poetry.lock', 'poetry -C packages/api lock'],
  ])('leaves %s to its tool', (name, command) => {
    const uv = [
      'version = 1\nrevision = 2\nrequires-python = ">=3.9"\n',
      '[[package]]\nname = "core"\nversion = "1.0.0"\nsource = { registry = "https://pypi.org/simple" }\n',
      '[[package]]\nname = "api"\nversion = "1.0.0"\nsource = { editable = "." }\n',
      '[package.metadata]\nrequires-dist = [{ name = "core", specifier = ">=1,<2" }]\n',
    ].join('\n');
    // The hash is that of Poetry over the manifest below.
    const poetry = [
      '[[package]]\nname = "core"\nversion = "1.0.0"\noptional = false\nfiles = []\n',
      '[metadata]\nlock-version = "2.1"\npython-versions = "*"',
      'content-hash = "d3bff08560e735b429d8fc5b60f44c041e513319aedec10cf2b350e5459a4942"\n',
    ].join('\n');
    const file = `packages/api/${name}`;
    const { edits, problems } = plan(
      {
        ...packageFiles('core'),
        'packages/api/pyproject.toml':
          name === 'uv.lock'
            ? '[project]\nname = "api"\nversion = "1.0.0"\ndependencies = ["core>=1,<2"]\n'
            : '[tool.poetry]\nname = "api"\nversion = "1.0.0"\n[tool.poetry.dependencies]\ncore = "^1.0"\n',
        [file]: name === 'uv.lock' ? uv : poetry,
      },
      'major',
      '--package',
      'core',
    );
    expect(edits.filter((edit: { file: string }) => edit.file === file)).toEqual([]);
    expect(problems).toMatchObject([{ rule: 'lock-stale', file, hint: `Run ${command} after the release.` }]);
  });
});

describe('a lock that is never edited', () => {
  it('is named with the command that refreshes it', () => {
    const files = {
      ...PINNED,
      'env/pixi.lock': 'version: 6\npackages:\n- pypi: ../packages/core\n  version: 1.0.0\n',
    };
    expect(plan(files, 'patch', '--package', 'core').problems).toMatchObject([
      { rule: 'lock-stale', file: 'env/pixi.lock', hint: 'Run pixi lock in env after the release.' },
    ]);
  });
});
