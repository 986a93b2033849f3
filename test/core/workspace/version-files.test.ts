import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/core/config/read.js';
import { versionFiles } from '../../../src/core/workspace/version-files.js';
import { bumped, mirrorsOf } from '../support/bump.js';
import { type Files, lookupOf, project } from '../support/workspace.js';

function found(files: Files, ...entries: readonly string[]) {
  const { places, faults } = versionFiles(entries, 'p', lookupOf(files));
  return [
    ...places.map(({ file, line, value }) => `${file}:${line} ${value}`),
    ...faults.map(({ message }) => message),
  ];
}

describe('versionFiles', () => {
  const ROWS: readonly (readonly [title: string, text: string, template: string, expected: string])[] = [
    ['a line', 'FROM x\nARG VERSION=1.2.3\n', 'ARG VERSION={version}', 'f:2 1.2.3'],
    ['a line with CRLF', 'a\r\nVERSION=1.2.3\r\n', 'VERSION={version}', 'f:2 1.2.3'],
    ['any spelling', 'VERSION=1.2.0-RC.1', 'VERSION={version}', 'f:1 1.2.0-RC.1'],
    ['the number behind a v', 'image: x:v1.2.3-slim', 'x:{version}', 'f:1 1.2.3'],
    ['what stands behind it', 'x-1.2.3-slim.tar', 'x-{version}-slim', 'f:1 1.2.3'],
    ['what looks like a part of it', 'x_1.2.rc1', 'x_{version}.rc1', 'f:1 1.2'],
    ['quotes', 'version: "1.2.3"', 'version: "{version}"', 'f:1 1.2.3'],
    ['two lines', 'name: a\nversion: 9\nname: x\nversion: 1.2\n', 'name: x\nversion: {version}', 'f:4 1.2'],
    ['two lines with CRLF', 'name: x\r\nversion: 1.2\r\n', 'name: x\nversion: {version}', 'f:2 1.2'],
    ['no part of a word', 'PY_VERSION=3.1\nVERSION=1.2', 'VERSION={version}', 'f:2 1.2'],
    ['the end of a sentence', 'This is 1.2.3.', 'This is {version}', 'f:1 1.2.3'],
    ['nothing but the version', '1.2.3\n', '{version}', 'f:1 1.2.3'],
  ];
  it.each(ROWS)('finds %s', (_title, text, template, expected) => {
    expect(found({ f: text }, `f:${template}`)).toEqual([expected]);
  });

  it('finds equal versions in several places, in whatever spelling', () => {
    expect(found({ f: 'a=1.2\nb\na=1.2.0 a=1.2\n' }, 'f:a={version}')).toEqual([
      'f:1 1.2',
      'f:3 1.2.0',
      'f:3 1.2',
    ]);
  });

  it('starts at the root, else at the package', () => {
    expect(found({ 'p/f': 'a=1' }, 'f:a={version}')).toEqual(['p/f:1 1']);
    expect(found({ f: 'a=2', 'p/f': 'a=1' }, 'f:a={version}')).toEqual(['f:1 2']);
    expect(found({ f: 'a=2', 'p/f': 'a=1' }, 'p/f:a={version}', 'f:a={version}')).toEqual([
      'p/f:1 1',
      'f:1 2',
    ]);
  });

  it('says what is wrong', () => {
    expect(found({}, 'f:a={version}')).toEqual(['there is no file f nor p/f']);
    expect(found({ f: 'a=x a=1.2.3.x.y' }, 'f:a={version}')).toEqual(['f:1 1.2.3']);
    expect(found({ f: 'a=x' }, 'f:a={version}')).toEqual(['f does not hold "a={version}" with a version']);
    expect(found({ f: 'a=1\na=2\n' }, 'f:a={version}')).toEqual([
      '"a={version}" is found with several versions: f:1 says 1, f:2 says 2',
    ]);
    expect(found({ f: 'a=1' }, '../../f:a={version}')).toEqual(['there is no file ../../f nor p/../../f']);
  });

  it('gives up on a log of versions', () => {
    expect(found({ f: 'a=1\n'.repeat(201) }, 'f:a={version}')).toEqual([
      'f holds "a={version}" more than 200 times',
    ]);
  });

  it('takes linear time', () => {
    const start = performance.now();
    found({ f: 'a='.repeat(200_000) }, 'f:a={version}');
    found({ f: '1'.repeat(400_000) }, 'f:{version}');
    found({ f: '1\n'.repeat(400_000) }, 'f:{version}');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('version-files of the configuration', () => {
  const files = {
    'p/pyproject.toml': project('demo', '1.2.3'),
    Dockerfile: 'ARG VERSION=1.2.3\n',
    'p/web/package.json': '{ "version": "1.2.3" }\n',
  };
  const written = {
    package: {
      demo: {
        path: 'p',
        'version-files': ['Dockerfile:ARG VERSION={version}', 'web/package.json:"version": "{version}"'],
      },
    },
  };

  it('are mirrors that a release changes, in semver where the file takes nothing else', async () => {
    expect(await mirrorsOf(files, 'demo', written)).toEqual([
      'version-file Dockerfile:1 1.2.3',
      'version-file p/web/package.json:1 1.2.3',
    ]);
    expect(await bumped(files, '1.3.0rc1', 'demo', written)).toMatchObject({
      Dockerfile: 'ARG VERSION=1.3.0rc1\n',
      'p/web/package.json': '{ "version": "1.3.0-rc.1" }\n',
    });
  });

  it('hold the version once', () => {
    const config = (entry: string) => () =>
      readConfig('relctl.toml', `[package.a]\nversion-files = ['${entry}']\n`);
    expect(config('a:{version}')).not.toThrow();
    for (const entry of ['a:b', ':{version}', '{version}', 'a:{version} {version}'])
      expect(config(entry)).toThrow('must be PATH:TEXT with {version} once in the text');
  });
});
