import { describe, expect, it } from 'vitest';
import type { VersionDeclaration } from '../../../src/core/manifests/facts.js';
import { attributeVersion, projectVersion } from '../../../src/core/manifests/project-version.js';
import { parseToml, tableAt } from '../../../src/core/manifests/toml.js';

const PLACE = { folder: 'p', file: 'p/pyproject.toml' };
const LEGACY: VersionDeclaration = { how: 'computed', kind: 'legacy' };

/** The declaration as `how kind` and what it points to. */
function read(text: string, legacy: VersionDeclaration | null = null): string {
  const parsed = parseToml(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  const version = projectVersion(parsed.value, tableAt(parsed.value, 'tool', 'hatch'), PLACE, legacy);
  const { how, kind, ...rest } = version;
  return [
    how,
    kind,
    ...Object.values(rest).map(value => (Array.isArray(value) ? value.join('.') : String(value))),
  ].join(' ');
}

const DYNAMIC = '[project]\nname = "x"\ndynamic = ["version"]\n';
const by = (backend: string, rest = '') => `${DYNAMIC}[build-system]\nbuild-backend = "${backend}"\n${rest}`;
const POETRY = '[tool.poetry]\nname = "x"\nversion = "1.2"\n';

describe('projectVersion', () => {
  const ROWS: readonly (readonly [title: string, text: string, expected: string])[] = [
    [
      '[project] version',
      '[project]\nversion = "1.2"',
      'literal project p/pyproject.toml 1.2 project.version',
    ],
    ['a dotted version', 'project.version = "1.2"', 'literal project p/pyproject.toml 1.2 project.version'],
    [
      'an inline table',
      'project = { version = "1.2" }',
      'literal project p/pyproject.toml 1.2 project.version',
    ],
    [
      'a quoted table',
      '["project"]\n"version" = "1.2"',
      'literal project p/pyproject.toml 1.2 project.version',
    ],
    ['Poetry 1', POETRY, 'literal poetry p/pyproject.toml 1.2 tool.poetry.version'],
    [
      'Poetry 2 with a dynamic version',
      `${by('poetry.core.masonry.api')}${POETRY}`,
      'literal poetry p/pyproject.toml 1.2 tool.poetry.version',
    ],
    [
      '[project] before Poetry',
      `[project]\nname = "x"\nversion = "2"\n${POETRY}`,
      'literal project p/pyproject.toml 2 project.version',
    ],
    [
      'poetry-dynamic-versioning',
      `${POETRY}[tool.poetry-dynamic-versioning]\nenable = true`,
      'computed poetry-dynamic-versioning',
    ],
    [
      'poetry-dynamic-versioning that is switched off',
      `${POETRY}[tool.poetry-dynamic-versioning]\nenable = false`,
      'literal poetry p/pyproject.toml 1.2 tool.poetry.version',
    ],
    [
      'a stale Poetry key under another back-end',
      `${by('hatchling.build')}[tool.hatch.version]\npath = "x.py"\n${POETRY}`,
      'pattern hatch p/x.py null',
    ],
    [
      'hatch path',
      by('hatchling.build', '[tool.hatch.version]\npath = "src/x/__init__.py"'),
      'pattern hatch p/src/x/__init__.py null',
    ],
    [
      'hatch pattern',
      by(
        'hatchling.build',
        '[tool.hatch.version]\nsource = "regex"\npath = "x.py"\npattern = "v(?P<version>.)"',
      ),
      'pattern hatch p/x.py v(?P<version>.)',
    ],
    ['hatch vcs', by('hatchling.build', '[tool.hatch.version]\nsource = "vcs"'), 'computed hatch-vcs'],
    [
      'hatch code',
      by('hatchling.build', '[tool.hatch.version]\nsource = "code"\npath = "x.py"'),
      'computed hatch-code',
    ],
    ['hatch env', by('hatchling.build', '[tool.hatch.version]\nsource = "env"'), 'computed hatch-env'],
    [
      'a hatch plugin',
      by('hatchling.build', '[tool.hatch.version]\nsource = "uv-dynamic-versioning"'),
      'computed uv-dynamic-versioning',
    ],
    ['hatch without a path', by('hatchling.build'), 'missing hatch'],
    ['flit', by('flit_core.buildapi'), 'module flit'],
    ['legacy flit', '[tool.flit.metadata]\nmodule = "x"', 'module flit'],
    [
      'pdm file',
      by('pdm.backend', '[tool.pdm.version]\nsource = "file"\npath = "x/v.py"'),
      'pattern pdm p/x/v.py null',
    ],
    [
      'pdm file with a pattern',
      by('pdm.backend', '[tool.pdm.version]\nsource = "file"\npath = "x.py"\npattern = "v = (.*)"'),
      'pattern pdm p/x.py v = (.*)',
    ],
    ['old pdm', by('pdm.pep517.api', '[tool.pdm.version]\nfrom = "x.py"'), 'pattern pdm p/x.py null'],
    ['old pdm scm', by('pdm.pep517.api', '[tool.pdm.version]\nuse_scm = true'), 'computed pdm-scm'],
    [
      'pdm before PEP 621',
      '[project]\nname = "x"\nversion = { from = "x.py" }\ndynamic = ["version"]',
      'pattern pdm p/x.py null',
    ],
    ['pdm scm before PEP 621', '[project]\nname = "x"\nversion = { use_scm = true }', 'computed pdm-scm'],
    ['pdm scm', by('pdm.backend', '[tool.pdm.version]\nsource = "scm"\npath = "x.py"'), 'computed pdm-scm'],
    ['pdm call', by('pdm.backend', '[tool.pdm.version]\nsource = "call"'), 'computed pdm-call'],
    ['pdm without a version', by('pdm.backend'), 'missing pdm'],
    ['maturin', by('maturin'), 'cargo cargo p/Cargo.toml'],
    [
      'maturin before 1.8',
      '[project]\nname = "x"\n[build-system]\nbuild-backend = "maturin"',
      'cargo cargo p/Cargo.toml',
    ],
    [
      'maturin elsewhere',
      by('maturin', '[tool.maturin]\nmanifest-path = "rust/Cargo.toml"'),
      'cargo cargo p/rust/Cargo.toml',
    ],
    [
      'static beside maturin',
      `[project]\nversion = "1"\n[build-system]\nbuild-backend = "maturin"`,
      'literal project p/pyproject.toml 1 project.version',
    ],
    [
      'scikit-build-core',
      by(
        'scikit_build_core.build',
        '[tool.scikit-build.metadata.version]\nprovider = "scikit_build_core.metadata.regex"\ninput = "x.py"',
      ),
      'pattern scikit-build p/x.py null',
    ],
    [
      'scikit-build-core from git',
      by(
        'scikit_build_core.build',
        '[tool.scikit-build.metadata.version]\nprovider = "scikit_build_core.metadata.setuptools_scm"',
      ),
      'computed setuptools-scm',
    ],
    [
      'setuptools attr',
      by('setuptools.build_meta', '[tool.setuptools.dynamic]\nversion = { attr = "x.v.VERSION" }'),
      'attribute setuptools-attr x.v VERSION',
    ],
    [
      'setuptools file',
      by('setuptools.build_meta', '[tool.setuptools.dynamic]\nversion = { file = "VERSION" }'),
      'content setuptools-file p/VERSION',
    ],
    [
      'setuptools file list',
      by('setuptools.build_meta', '[tool.setuptools.dynamic]\nversion = { file = ["V.txt"] }'),
      'content setuptools-file p/V.txt',
    ],
    [
      'setuptools without back-end',
      `${DYNAMIC}[tool.setuptools.dynamic.version]\nattr = "x.__version__"`,
      'attribute setuptools-attr x __version__',
    ],
    ['setuptools-scm', by('setuptools.build_meta', '[tool.setuptools_scm]'), 'computed setuptools-scm'],
    ['setuptools computed elsewhere', by('setuptools.build_meta'), 'computed setuptools'],
    ['flit-scm', by('flit_scm:buildapi'), 'computed flit-scm'],
    ['meson-python', by('mesonpy'), 'pattern meson p/meson.build null'],
    [
      'scikit-build-core with dynamic metadata',
      by('scikit_build_core.build', '[[tool.dynamic-metadata]]\nprovider = "x"'),
      'computed dynamic-metadata',
    ],
    ['versioneer', by('setuptools.build_meta', '[tool.versioneer]'), 'computed versioneer'],
    [
      'setuptools-scm that the build requires',
      by('setuptools.build_meta', 'requires = ["setuptools>=64", "setuptools_scm[toml]>=8"]'),
      'computed setuptools-scm',
    ],
    ['an unknown back-end', by('acme_build.api'), 'computed acme_build'],
    ['no version at all', '[project]\nname = "x"', 'missing missing'],
    ['a manifest that leaves all to setup.py', '[tool.black]', 'computed setuptools'],
    ['a manifest that leaves all to setuptools-scm', '[tool.setuptools_scm]', 'computed setuptools-scm'],
  ];
  it.each(ROWS)('reads %s', (_title, text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('leaves the version to setup.cfg and setup.py where setuptools does', () => {
    expect(read('', LEGACY)).toBe('computed legacy');
    expect(read('[tool.black]', LEGACY)).toBe('computed legacy');
    expect(read(by('setuptools.build_meta'), LEGACY)).toBe('computed legacy');
    expect(read(by('setuptools.build_meta', '[tool.setuptools_scm]'), LEGACY)).toBe(
      'computed setuptools-scm',
    );
    expect(read('[project]\nname = "x"\nversion = "1"', LEGACY)).toMatch(/^literal project/);
  });
});

describe('attributeVersion', () => {
  it.each([
    ['pkg.__version__', 'pkg', '__version__'],
    ['pkg.sub.VERSION', 'pkg.sub', 'VERSION'],
    ['VERSION', '', 'VERSION'],
  ])('splits %s at its last dot', (text, module, name) => {
    expect(attributeVersion('k', text)).toEqual({ how: 'attribute', kind: 'k', module, name });
  });
});
