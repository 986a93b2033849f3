import { describe, expect, it } from 'vitest';
import { packageOf } from '../support/bump.js';
import { type Files, workspaceOf } from '../support/workspace.js';

const dynamic = (backend: string, rest = '') =>
  `[project]\nname = "demo"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "${backend}"\n${rest}`;
const GIT = (kind: string) => `the version comes from git (${kind}): its tag is the version`;
const setupPy = (version: string) => `from setuptools import setup\nsetup(name="demo", ${version})\n`;

describe('the reason why a package is not bumpable', () => {
  const ROWS: readonly (readonly [title: string, files: Files, reason: string])[] = [
    [
      'hatch-vcs',
      { 'pyproject.toml': dynamic('hatchling.build', '[tool.hatch.version]\nsource = "vcs"') },
      GIT('hatch-vcs'),
    ],
    [
      'hatch.toml',
      { 'pyproject.toml': dynamic('hatchling.build'), 'hatch.toml': '[version]\nsource = "versioningit"' },
      GIT('versioningit'),
    ],
    [
      'uv-dynamic-versioning',
      {
        'pyproject.toml': dynamic(
          'hatchling.build',
          '[tool.hatch.version]\nsource = "uv-dynamic-versioning"',
        ),
      },
      GIT('uv-dynamic-versioning'),
    ],
    [
      'hatch-env',
      {
        'pyproject.toml': dynamic('hatchling.build', '[tool.hatch.version]\nsource = "env"\nvariable = "V"'),
      },
      'the version comes from an environment variable (hatch-env)',
    ],
    [
      'setuptools-scm',
      { 'pyproject.toml': dynamic('setuptools.build_meta', '[tool.setuptools_scm]') },
      GIT('setuptools-scm'),
    ],
    ['use_scm_version', { 'setup.py': setupPy('use_scm_version=True') }, GIT('setuptools-scm')],
    [
      'versioningit',
      { 'pyproject.toml': dynamic('setuptools.build_meta', '[tool.versioningit]') },
      GIT('versioningit'),
    ],
    [
      'pdm',
      { 'pyproject.toml': dynamic('pdm.backend', '[tool.pdm.version]\nsource = "scm"') },
      GIT('pdm-scm'),
    ],
    [
      'poetry-dynamic-versioning',
      {
        'pyproject.toml':
          '[tool.poetry]\nname = "demo"\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n',
      },
      GIT('poetry-dynamic-versioning'),
    ],
    [
      'poetry-dynamic-versioning beside [project]',
      {
        'pyproject.toml': dynamic(
          'poetry_dynamic_versioning.backend',
          '[tool.poetry]\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n',
        ),
      },
      GIT('poetry-dynamic-versioning'),
    ],
    ['setup.py', { 'setup.py': setupPy('version=read()') }, 'setup.py computes the version'],
    [
      'a file that is not there',
      { 'pyproject.toml': dynamic('hatchling.build', '[tool.hatch.version]\npath = "x.py"') },
      'x.py does not exist',
    ],
    [
      'a file without a version',
      { 'pyproject.toml': dynamic('hatchling.build', '[tool.hatch.version]\npath = "x.py"'), 'x.py': '' },
      'x.py holds no version that can be read',
    ],
    [
      'a computed attribute',
      {
        'pyproject.toml': dynamic(
          'setuptools.build_meta',
          '[tool.setuptools.dynamic]\nversion = { attr = "demo.V" }',
        ),
        'demo.py': 'V = f()\n',
      },
      'demo.V is no literal in a module of the package',
    ],
    [
      'a computed module',
      { 'pyproject.toml': dynamic('flit_core.buildapi'), 'demo.py': '__version__ = f()\n' },
      'the module of the package assigns no literal to __version__',
    ],
    [
      'a computed version of Meson',
      { 'pyproject.toml': dynamic('mesonpy'), 'meson.build': "project('demo', version: files('V'))\n" },
      'meson.build holds no version that can be read',
    ],
    [
      'another back-end',
      { 'pyproject.toml': dynamic('acme.api') },
      'the back-end computes the version (acme)',
    ],
    [
      'no version at all',
      { 'pyproject.toml': '[project]\nname = "demo"\n' },
      'no version is declared, neither static nor dynamic',
    ],
  ];
  it.each(ROWS)('tells %s', async (_title, files, reason) => {
    const { bumpable, reason: told } = packageOf(await workspaceOf(files), 'demo');
    expect({ bumpable, told }).toEqual({ bumpable: false, told: reason });
  });

  const BUMPABLE: readonly (readonly [title: string, files: Files, place: string])[] = [
    [
      'a disabled poetry-dynamic-versioning',
      {
        'pyproject.toml':
          '[tool.poetry]\nname = "demo"\nversion = "1.0"\n[tool.poetry-dynamic-versioning]\nenable = false\n',
      },
      'poetry pyproject.toml:3 1.0',
    ],
    [
      'a static version beside setuptools-scm',
      { 'pyproject.toml': '[project]\nname = "demo"\nversion = "1.0"\n[tool.setuptools_scm]\n' },
      'project pyproject.toml:3 1.0',
    ],
    [
      'the version of Meson',
      {
        'pyproject.toml': dynamic('mesonpy'),
        'meson.build':
          "# project('x', version: '9')\nproject(\n  'demo', 'c',\n  meson_version: '>=0.64',\n  version: '1.0',\n)\n",
      },
      'meson meson.build:5 1.0',
    ],
  ];
  it.each(BUMPABLE)('is none for %s', async (_title, files, place) => {
    const { reason, source } = packageOf(await workspaceOf(files), 'demo');
    const { kind, file } = source;
    expect(reason).toBe(null);
    expect(file === null ? '' : `${kind} ${file}:${source.line} ${source.value}`).toBe(place);
  });
});
