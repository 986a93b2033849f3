import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/release-tools.json' with { type: 'json' };
import { bumped, mirrorsOf } from '../support/bump.js';
import type { Files } from '../support/workspace.js';

/** The answers of the tools themselves, see test/vectors/make-release-tools.py. */
describe('what release tools list', () => {
  it.each(vectors)('is written as $tool writes it: $title', async ({ files, changed }) => {
    expect(await bumped(files as unknown as Files, '1.3.0')).toEqual(changed);
  });
});

const PROJECT = '[project]\nname = "demo"\nversion = "1.2.3"\n';
const bumpversion = (files: string, current = '1.2.3') =>
  `${PROJECT}[tool.bumpversion]\ncurrent_version = "${current}"\n${files}`;
const listed = (entry: string) => bumpversion(`[[tool.bumpversion.files]]\n${entry}\n`);
const commitizen = (rest: string) => `${PROJECT}[tool.commitizen]\n${rest}\n`;

describe('mirrors of release tools', () => {
  interface Row {
    readonly title: string;
    readonly files: Files;
    readonly mirrors: readonly string[];
  }
  const COPY = 'bumpversion pyproject.toml:5 1.2.3';
  const ROWS: readonly Row[] = [
    {
      title: 'the copy of bumpversion alone, while it is stale',
      files: {
        'pyproject.toml': bumpversion('[[tool.bumpversion.files]]\nfilename = "VERSION"\n', '1.2.2'),
        VERSION: '1.2.2\n',
      },
      mirrors: ['bumpversion pyproject.toml:5 1.2.2'],
    },
    {
      title: 'no parts of other versions, and none of other distributions',
      files: {
        'pyproject.toml': listed('filename = "a.txt"'),
        'a.txt':
          '11.2.3 1.2.30 1.2.3.4 1.2.3rc1 1.2.3.dev1 1.2.3+x 2!1.2.3\nother==1.2.3\nother[x]>=1.2.3\nuses: a/b@v1.2.3\nrev: v1.2.3\n',
      },
      mirrors: [COPY],
    },
    {
      title: 'what is the version in the same places',
      files: {
        'pyproject.toml': listed('filename = "a.txt"'),
        'a.txt': 'v1.2.3 demo-1.2.3.tar.gz\nDemo==1.2.3 demo@1.2.3\n1.2.3-slim, 1.2.3.\n',
      },
      mirrors: [
        COPY,
        'bumpversion-file a.txt:1 1.2.3',
        'bumpversion-file a.txt:1 1.2.3',
        'bumpversion-file a.txt:2 1.2.3',
        'bumpversion-file a.txt:2 1.2.3',
        'bumpversion-file a.txt:3 1.2.3',
        'bumpversion-file a.txt:3 1.2.3',
      ],
    },
    {
      title: 'keys of the version only, where a manifest is searched for the bare version',
      files: {
        'pyproject.toml': `${listed('filename = "pyproject.toml"')}[tool.x]\nminversion = "1.2.3"\nversion = "1.2.3"\n[tool.poetry.dependencies]\nversion = "1.2.3"\n`,
      },
      mirrors: [COPY, 'bumpversion-file pyproject.toml:10 1.2.3'],
    },
    {
      title: 'no requirement of a Poetry table, whatever the search',
      files: {
        'pyproject.toml': `${listed('filename = "pyproject.toml"\nsearch = \'"{current_version}"\'\nreplace = \'"{new_version}"\'')}[tool.poetry.dependencies]\nother = "1.2.3"\n`,
      },
      mirrors: [COPY],
    },
    {
      title: 'nothing in lock files, which have entries of their own',
      files: { 'pyproject.toml': listed('filename = "uv.lock"'), 'uv.lock': 'version = "1.2.3"\n' },
      mirrors: [COPY],
    },
    {
      title: 'no fallback in a Python file',
      files: {
        'pyproject.toml': listed('filename = "demo/__init__.py"'),
        'demo/__init__.py':
          'try:\n    __version__ = version("demo")\nexcept Exception:\n    __version__ = "1.2.3"\n',
      },
      mirrors: [COPY],
    },
    {
      title: 'no search for more or less than the version',
      files: {
        'pyproject.toml': bumpversion(
          [
            'search = "{current_major}.{current_minor}"',
            'search = "{now:%Y} {current_version}"',
            'search = "{current_version}"\nreplace = "{current_version}, {new_version}"',
            'serialize = ["{major}.{minor}"]',
            'exclude_bumps = ["patch"]',
            'key_path = "a.b"',
          ]
            .map(entry => `[[tool.bumpversion.files]]\nfilename = "a.txt"\n${entry}\n`)
            .join(''),
        ),
        'a.txt': '2026 1.2.3\n',
      },
      mirrors: [COPY],
    },
    {
      title: 'files of the repository, but not outside of it',
      files: {
        'p/pyproject.toml': `${listed('filename = "{repo_root}/a.txt"')}[[tool.bumpversion.files]]\nfilename = "../b.txt"\n[[tool.bumpversion.files]]\nfilename = "../../c.txt"\n[[tool.bumpversion.files]]\nfilename = "/d.txt"\n`,
        ...{ 'a.txt': '1.2.3', 'b.txt': '1.2.3', 'c.txt': '1.2.3', 'd.txt': '1.2.3' },
      },
      mirrors: [
        'bumpversion p/pyproject.toml:5 1.2.3',
        'bumpversion-file a.txt:1 1.2.3',
        'bumpversion-file b.txt:1 1.2.3',
      ],
    },
    {
      title: 'the first configuration of bumpversion, as the tool itself',
      files: {
        'pyproject.toml': bumpversion('', '0.1.0'),
        '.bumpversion.cfg': '[bumpversion]\ncurrent_version = 1.2.3\n',
      },
      mirrors: ['bumpversion .bumpversion.cfg:2 1.2.3'],
    },
    {
      title: 'no copy of another version provider, and none that is no version',
      files: {
        'pyproject.toml': commitizen('version = "0.1"\nversion_provider = "uv"'),
        '.bumpversion.toml': '[tool.bumpversion]\ncurrent_version = "$version"\n',
        'tbump.toml': '[version]\ncurrent = ""\n',
      },
      mirrors: [],
    },
    {
      title: 'a stale copy of commitizen, which is the default provider',
      files: { 'pyproject.toml': commitizen('version = "1.2.0"') },
      mirrors: ['commitizen pyproject.toml:5 1.2.0'],
    },
    {
      title: 'no lines of a regular expression that a linear matcher does not run',
      files: {
        'pyproject.toml': commitizen('version = "1.2.3"\nversion_files = [\'a.txt:(?<=x)1\', "a.txt:["]'),
        'a.txt': 'x1.2.3\n',
      },
      mirrors: ['commitizen pyproject.toml:5 1.2.3'],
    },
    {
      title: 'a literal that python-semantic-release writes and that differs, but no placeholder',
      files: {
        'pyproject.toml': `${PROJECT}[tool.semantic_release]\nversion_variables = ["docs/conf.py:release", "x.py:__version__"]\nversion_toml = "x.toml:a.b"\n`,
        'docs/conf.py': '"""\nrelease = "9.9.9"\n"""\n# release = "8.8.8"\nrelease = "1.2.2"\n',
        'x.py': '__version__ = "0.0.0"\n',
        'x.toml': '[a]\nb = "1.2"\n',
      },
      mirrors: ['semantic-release-file docs/conf.py:5 1.2.2'],
    },
    {
      title: 'a variable on its own line, where python-semantic-release takes the next one',
      files: {
        'pyproject.toml': `${PROJECT}[tool.semantic_release]\nversion_variables = ["a.yaml:version"]\n`,
        'a.yaml': 'version: 1.2.3\nappVersion: 1.2.3\n',
      },
      mirrors: ['semantic-release-file a.yaml:1 1.2.3'],
    },
    {
      title: 'the old setting of python-semantic-release',
      files: {
        'pyproject.toml': `${PROJECT}[tool.semantic_release]\nversion_variable = "x.py:__version__,y.py:VERSION"\n`,
        'x.py': '__version__ = "1.2.3"\n',
        'y.py': 'VERSION = "1.2.3"\n',
      },
      mirrors: ['semantic-release-file x.py:1 1.2.3', 'semantic-release-file y.py:1 1.2.3'],
    },
    {
      title: 'nothing in a log of versions',
      files: { 'pyproject.toml': listed('filename = "a.txt"'), 'a.txt': '1.2.3\n'.repeat(100_000) },
      mirrors: [COPY],
    },
    {
      title: 'nothing where a broken file would tell',
      files: { 'pyproject.toml': PROJECT, '.cz.toml': '[tool', '.cz.json': '{', 'tbump.toml': '= 1' },
      mirrors: [],
    },
  ];
  it.each(ROWS)('are $title', async ({ files, mirrors }) => {
    expect(await mirrorsOf(files)).toEqual(mirrors);
  });

  describe('in a repository of several packages', () => {
    const root = (rest: string) => `[project]\nname = "root"\nversion = "0.1.0"\n[tool.bumpversion]\n${rest}`;
    const member = (name: string) => `[project]\nname = "${name}"\nversion = "1.2.3"\n`;
    const files = { 'a/pyproject.toml': member('a'), 'b/pyproject.toml': member('b') };
    const entry = (path: string) => `[[tool.bumpversion.files]]\nfilename = "${path}"\n`;

    it('leave files of other packages alone', async () => {
      const text = `[project]\nname = "root"\nversion = "1.2.3"\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n${entry('a/pyproject.toml')}${entry('X')}`;
      const all = { ...files, 'pyproject.toml': text, X: '1.2.3' };
      expect(await mirrorsOf(all, 'root')).toEqual([
        'bumpversion pyproject.toml:5 1.2.3',
        'bumpversion-file X:1 1.2.3',
      ]);
      expect(await mirrorsOf(all, 'a')).toEqual([]);
    });

    it('are none of the root where its configuration lists files of members only', async () => {
      const text = root(
        `current_version = "1.2.3"\n${entry('a/pyproject.toml')}${entry('b/pyproject.toml')}`,
      );
      expect(await mirrorsOf({ ...files, 'pyproject.toml': text }, 'root')).toEqual([]);
    });

    it('are found for a folder without configuration of its own', async () => {
      const text = root('current_version = "0.0.1"\n');
      const all = { ...files, 'pyproject.toml': text };
      expect(await mirrorsOf(all, 'a')).toEqual([]);
      expect(await mirrorsOf(all, 'root')).toEqual(['bumpversion pyproject.toml:5 0.0.1']);
    });
  });

  it('write semver into files that take nothing else', async () => {
    const files = {
      'pyproject.toml': listed(
        'filename = "package.json"\nsearch = \'"version": "{current_version}"\'\nreplace = \'"version": "{new_version}"\'',
      ),
      'package.json': '{\n  "version": "1.2.3"\n}\n',
    };
    expect((await bumped(files, '1.3.0rc1'))['package.json']).toBe('{\n  "version": "1.3.0-rc.1"\n}\n');
    await expect(bumped(files, '1.3.0.post1')).rejects.toMatchObject({ code: 'EDIT_IMPOSSIBLE' });
  });

  it('are looked for in time that grows with the text', { timeout: 2000 }, async () => {
    const files = {
      'pyproject.toml': commitizen(
        'version = "1.2.3"\nversion_files = ["log.txt:(?P<x>(.*)*)*1", "odd.toml:version"]',
      ),
      'log.txt': '1.2.3 '.repeat(5000),
      'odd.toml': `${'['.repeat(200_000)}a\nversion = "1.2.3"\n`,
    };
    expect(await mirrorsOf(files)).toEqual([
      'commitizen pyproject.toml:5 1.2.3',
      'commitizen-file odd.toml:2 1.2.3',
    ]);
  });

  it('do not make a document unreadable', async () => {
    const files = {
      'pyproject.toml':
        '[project]\nname = "demo"\nversion = "1.2"\n[tool.commitizen]\nversion_provider = "pep621"\nversion_files = ["x.toml:number"]\n',
      'x.toml': 'number = 1.2\n',
    };
    expect(await bumped(files, '1.3')).toMatchObject({ 'x.toml': 'number = 1.3\n' });
    await expect(bumped(files, '1.3rc1')).rejects.toMatchObject({ code: 'EDIT_IMPOSSIBLE' });
  });
});
