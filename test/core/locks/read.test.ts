import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { type LockReading, lockKind, refreshCommand } from '../../../src/core/locks/lock.js';
import { pdmEntries, readPdmLock } from '../../../src/core/locks/pdm.js';
import { poetryEntries, readPoetryLock } from '../../../src/core/locks/poetry.js';
import { readUvLock, uvEntries } from '../../../src/core/locks/uv.js';
import { recorded, recordedCase } from './recorded.js';

const READERS = { uv: readUvLock, poetry: readPoetryLock, pdm: readPdmLock };
const ENTRIES = { uv: uvEntries, poetry: poetryEntries, pdm: pdmEntries };

function summary({ packages }: LockReading): string[] {
  return packages.map(
    ({ name, version, path, line, column }) => `${line}:${column} ${name} ${version} ${path}`,
  );
}

describe('reading a lock', () => {
  it.each(recorded)('finds what a TOML parser finds: $title', ({ kind, folder, before }) => {
    for (const text of [before, `\uFEFF${before}`, before.replaceAll('\n', '\r\n')]) {
      const { packages, fault } = READERS[kind](text, folder);
      const entries = ENTRIES[kind](parse(text.replace(/^\uFEFF/, '')), folder);
      expect(fault).toBeNull();
      expect(packages.map(({ name, version, path }) => ({ name, version, path })).sort(byText)).toEqual(
        entries.sort(byText),
      );
      for (const { from, to, version } of packages) expect(text.slice(from, to)).toBe(version ?? '');
      expect(packages.length).toBeGreaterThan(0);
    }
  });

  it('uv: members with their folders from the root, a dynamic one without a version', () => {
    expect(summary(readUvLock(recordedCase('uv-workspace').before, '.'))).toEqual([
      '15:12 api 0.5.0.dev0 packages/api',
      '35:12 core-lib 0.1.0 packages/core',
      '39:9 dyn-pkg null packages/dyn',
      '44:12 root-app 1.0.0 .',
    ]);
    expect(summary(readUvLock(recordedCase('uv-path').before, 'libs/a'))).toEqual([
      '7:12 a 1.0 libs/a',
      '22:12 b 1.0.0 libs/b',
      '40:12 c 0.1.0 libs/c',
    ]);
  });

  it('Poetry: path dependencies', () => {
    expect(summary(readPoetryLock(recordedCase('poetry-hybrid').before, 'app'))).toEqual([
      '5:12 c-lib 0.1.0 libs/c',
      '22:12 d 2.0 libs/d',
      '36:12 e 2.0 libs/e',
    ]);
  });

  it('PDM: entries, entries with extras, and inputs', () => {
    expect(summary(readPdmLock(recordedCase('pdm-path').before, 'app'))).toEqual([
      '15:12 mid 0.3.0 mid',
      '27:12 north-lib 1.0.0 lib',
      '36:12 north-lib 1.0.0 lib',
      '48:12 po 0.4.0 po',
    ]);
    const { packages } = readPdmLock(recordedCase('pdm-inputs').before, '.');
    expect(packages.map(({ kind, name, version }) => `${kind} ${name} ${version}`)).toEqual([
      'input api 0.5.0',
      'input core-lib 0.1.1-1',
      'entry api 0.5.0',
      'entry core-lib 0.1.1.post1',
    ]);
  });

  it('leaves out what lies outside of the repository', () => {
    expect(readUvLock(recordedCase('uv-path').before, '.').packages.map(({ name }) => name)).toEqual(['a']);
  });

  it.each([
    ['uv.lock', 'version = 2\n', 'its format version 2 is not known'],
    ['uv.lock', '', 'it says no format version'],
    ['uv.lock', 'version = 1\n<<<<<<< HEAD\n', 'it holds the marks of a merge conflict'],
    ['poetry.lock', '[metadata]\nlock-version = "3.0"\n', 'its lock-version 3.0 is not known'],
    ['poetry.lock', '[metadata]\n', 'it says no lock-version'],
    ['pdm.lock', '[metadata]\nlock_version = "5.0"\n', 'its lock_version 5.0 is not known'],
    ['pdm.lock', '', 'it says no lock_version'],
  ])('%s with %j: %s', (file, text, fault) => {
    const kind = lockKind(`a/${file}`);
    expect(kind === null ? null : READERS[kind](text, 'a')).toMatchObject({ packages: [], fault });
  });

  it('reads uv locks of any size and mixture as a TOML parser does', () => {
    const name = fc.stringMatching(/^[a-z]{1,5}(?:-[a-z0-9]{1,3})?$/);
    const source = fc.constantFrom(
      '{ editable = "packages/x" }',
      "{ virtual = '.' }",
      '{directory="../y"}',
      '{ registry = "https://pypi.org/simple" }',
      '{ path = "dist/z.whl" }',
    );
    const tail = fc.constantFrom(
      '',
      'dependencies = [\n    { name = "version" },\n]\n',
      '\n[package.metadata]\nversion = "9"\n',
    );
    const entry = fc
      .tuple(name, fc.option(fc.constantFrom('1.0', '2!3rc1')), source, tail)
      .map(
        ([id, version, from, end]) =>
          `[[package]]\nname = "${id}"\n${version === null ? '' : `version = "${version}"\n`}source = ${from}\n${end}`,
      );
    fc.assert(
      fc.property(fc.array(entry), fc.constantFrom('\n', '\r\n'), (entries, newline) => {
        const text = `version = 1\nrevision = 3\n\n${entries.join('\n')}`.replaceAll('\n', newline);
        const { packages } = readUvLock(text, 'sub/folder');
        expect(packages.map(({ name, version, path }) => ({ name, version, path }))).toEqual(
          uvEntries(parse(text), 'sub/folder'),
        );
        const lines = text.split(newline);
        for (const { line, column, version, name } of packages)
          expect(lines[line - 1]?.slice(column - 1).startsWith(version ?? name)).toBe(true);
      }),
    );
  });
});

describe('refreshCommand', () => {
  it('names the folder', () => {
    expect(refreshCommand('uv', '.')).toBe('uv lock');
    expect(refreshCommand('uv', 'libs/a')).toBe('uv lock --project libs/a');
    expect(refreshCommand('poetry', "it's")).toBe("poetry -C 'it'\\''s' lock");
    expect(refreshCommand('pdm', 'a b')).toBe("pdm lock -p 'a b'");
  });
});

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
