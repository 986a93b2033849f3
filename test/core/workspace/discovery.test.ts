import { describe, expect, it } from 'vitest';
import {
  isDiscoveryFile,
  isSkipped,
  likelyFiles,
  manifestFolders,
  namedFolders,
} from '../../../src/core/workspace/discovery.js';

describe('manifestFolders', () => {
  it('gives every folder with a manifest and the requirement files beside it', () => {
    const folders = manifestFolders([
      ...['a/pyproject.toml', 'a/requirements-dev.txt', 'a/setup.cfg', 'a/setup.py', 'b/requirements.txt'],
      ...['c/my-setup.py', 'c/x.toml', 'c/pyproject.toml.bak', 'd/hatch.toml', 'hatch.toml'],
      ...['pyproject.toml', 'requirements.txt'],
    ]);
    expect(Object.fromEntries(folders)).toEqual({
      a: {
        manifests: ['a/pyproject.toml', 'a/setup.cfg', 'a/setup.py'],
        requirementFiles: ['a/requirements-dev.txt'],
      },
      '.': { manifests: ['pyproject.toml', 'hatch.toml'], requirementFiles: ['requirements.txt'] },
    });
  });
});

describe('isSkipped', () => {
  it.each([
    ...[
      'tests/x',
      'a/test',
      'a/fixtures/b',
      'examples',
      'a/templates/b',
      'vendor/x',
      'a/third_party',
      'site-packages/x',
    ],
    ...['.venv/lib/x', 'node_modules/x', '{{cookiecutter.name}}', 'a/{{ x }}/b', 'testdata'],
  ])('skips %s', folder => {
    expect(isSkipped(folder)).toBe(true);
  });

  it.each([
    '.',
    'packages/core',
    'testing',
    'a/contests',
    'example-app',
    'vendors',
    'tests_x',
  ])('keeps %s', folder => {
    expect(isSkipped(folder)).toBe(false);
  });
});

describe('namedFolders', () => {
  const FOLDERS = ['.', 'packages/a', 'packages/b', 'packages/b/c', 'examples/x', 'libs/d'];
  const ROWS: readonly (readonly [
    members: readonly string[],
    exclude: readonly string[],
    named: readonly string[],
  ])[] = [
    [['packages/*'], [], ['packages/a', 'packages/b']],
    [['packages/**'], [], ['packages/a', 'packages/b', 'packages/b/c']],
    [['packages/*'], ['packages/b'], ['packages/a']],
    [['packages/a', 'libs/d', 'gone'], [], ['packages/a', 'libs/d']],
    [['packages/a'], ['packages/*'], []],
    [['.', 'examples/x'], [], ['.', 'examples/x']],
    [['packages/[ab]'], [], ['packages/a', 'packages/b']],
    [[], ['x'], []],
  ];
  it.each(ROWS)('names by %j without %j the folders %j', (members, exclude, named) => {
    expect([...namedFolders([{ members, exclude }], FOLDERS)]).toEqual(named);
  });

  it('lets one definition exclude for itself only', () => {
    const definitions = [
      { members: ['packages/*'], exclude: ['packages/a'] },
      { members: ['packages/a'], exclude: [] },
    ];
    expect([...namedFolders(definitions, FOLDERS)].sort()).toEqual(['packages/a', 'packages/b']);
  });

  it('survives patterns that the configuration would refuse', () => {
    for (const member of ['!packages/*', '/packages/*', `${'*a'.repeat(2000)}b`, '', '[', '../*'])
      expect([...namedFolders([{ members: [member], exclude: [member] }], FOLDERS)]).toEqual([]);
  });
});

describe('isDiscoveryFile', () => {
  it.each([
    ['a/pyproject.toml', true],
    ['setup.cfg', true],
    ['a/setup.py', true],
    ['a/hatch.toml', true],
    ['relctl.toml', true],
    ['a/requirements-dev.txt', true],
    ['a/relctl.toml', false],
    ['a/README.md', false],
    ['a/xpyproject.toml', false],
  ])('decides for %s: %j', (path, expected) => {
    expect(isDiscoveryFile(path)).toBe(expected);
  });
});

describe('likelyFiles', () => {
  it('gives what makes packages, and nothing of skipped folders', () => {
    const paths = [
      ...['a/hatch.toml', 'a/pyproject.toml', 'a/requirements-dev.txt', 'a/setup.cfg', 'a/src/x/__init__.py'],
      ...['a/VERSION', 'b/setup.py', 'far/Cargo.toml', 'relctl.toml', 'tests/p/pyproject.toml', 'uv.lock'],
    ];
    expect(likelyFiles(paths)).toEqual([
      ...['a/hatch.toml', 'a/pyproject.toml', 'a/requirements-dev.txt', 'a/setup.cfg', 'b/setup.py'],
      'relctl.toml',
    ]);
  });
});
