import { describe, expect, it } from 'vitest';
import { readPdmLock } from '../../../src/core/locks/pdm.js';
import { readPoetryLock } from '../../../src/core/locks/poetry.js';
import { staleEntries, staleHash } from '../../../src/core/locks/stale.js';
import { uneditableLock } from '../../../src/core/locks/uneditable.js';
import { readUvLock } from '../../../src/core/locks/uv.js';
import { recorded, recordedCase, sha256 } from './recorded.js';

const READERS = { uv: readUvLock, poetry: readPoetryLock, pdm: readPdmLock };

describe('staleEntries', () => {
  it.each(recorded)('reports what the tool changes, and nothing once it has: $title', pair => {
    const { kind, folder, before, after, change } = pair;
    const stale = staleEntries(READERS[kind](before, folder), change.releases);
    expect(staleEntries(READERS[kind](after, folder), change.releases)).toEqual([]);
    const [old, now] = [before.split('\n'), after.split('\n')];
    const versions = old.flatMap((line, at) =>
      /^version = /.test(line) && line !== now[at] ? [at + 1] : [],
    );
    expect(stale.map(({ line }) => line)).toEqual(versions);
    for (const { line, column, found } of stale)
      expect(old[line - 1]?.slice(column - 1).startsWith(`${found}"`)).toBe(true);
  });

  const lock = (version: string, revision = 'revision = 1\n') =>
    readUvLock(
      `version = 1\n${revision}\n[[package]]\nname = "a"\n${version}source = { editable = "a" }\n`,
      '.',
    );
  const current = { name: 'a', path: 'a', version: '1.0', dynamic: false };

  it.each([
    // What `uv lock --check` of 0.13.9 said to each.
    ['the same version in another spelling', 'version = "1.0.0"\n', current, false],
    ['another version', 'version = "1.1"\n', current, true],
    ['no version of a static package', '', current, true],
    ['no version of a dynamic package', '', { ...current, dynamic: true }, false],
    ['a version of a dynamic package', 'version = "1.0"\n', { ...current, dynamic: true }, true],
  ])('uv: %s', (_, version, manifest, isStale) => {
    expect(staleEntries(lock(version), [manifest]).length).toBe(isStale ? 1 : 0);
  });

  it.each([
    // uv 0.5.16 wrote the version of a dynamic package, and kept it; 0.5.24 and later leave it out.
    ['the present version', '1.0', '1.0', false],
    ['a version that only git knows', '0.9.dev3+g70bf993', null, false],
    ['another version', '0.9', '1.0', true],
  ])('uv before revisions: %s of a dynamic package', (_, locked, version, isStale) => {
    const reading = lock(`version = "${locked}"\n`, '');
    expect(staleEntries(reading, [{ ...current, version, dynamic: true }]).length).toBe(isStale ? 1 : 0);
  });

  it('reports nothing that cannot be decided', () => {
    const reading = lock('version = "1.1"\n');
    expect(staleEntries(reading, [{ ...current, version: null }])).toEqual([]);
    expect(staleEntries(reading, [{ ...current, path: 'b' }])).toEqual([]);
    expect(staleEntries(reading, [{ ...current, name: 'b' }])).toEqual([]);
    expect(staleEntries(readUvLock('version = 7\n', '.'), [current])).toEqual([]);
  });
});

describe('staleHash', () => {
  it.each(recorded)('fits the manifests that the lock was made from: $title', pair => {
    const { kind, folder, before, after, change } = pair;
    expect(staleHash(kind, before, folder, change.manifests.before, sha256)).toBeNull();
    expect(staleHash(kind, after, folder, change.manifests.after, sha256)).toBeNull();
  });

  it.each([
    'poetry-hybrid',
    'poetry-2.1',
    'poetry-1.8',
    'pdm-workspace',
    'pdm-path',
  ])('is reported after a requirement changed: %s', name => {
    const { kind, folder, before, after, change } = recordedCase(name);
    const found = /content[-_]hash = "(.*)"/.exec(before)?.[1];
    const stale = staleHash(kind, before, folder, change.manifests.after, sha256);
    expect(stale).toMatchObject({ name: null, found });
    const { line = 0, column = 0 } = stale ?? {};
    expect(before.split('\n')[line - 1]?.slice(column - 1)).toBe(`${found}"`);
    // A lock of an earlier Poetry gets the hash of the latest rule.
    if (!/poetry-[12]/.test(name)) expect(stale?.expected).toBe(/content[-_]hash = "(.*)"/.exec(after)?.[1]);
  });

  it('is not reported where it cannot be decided', () => {
    const { kind, folder, before, change } = recordedCase('poetry-hybrid');
    const path = 'app/pyproject.toml';
    const text = change.manifests.after.get(path) ?? '';
    const lists = (text: string) => new Map([[path, text]]);
    expect(staleHash(kind, before, folder, new Map(), sha256)).toBeNull();
    expect(staleHash(kind, before, folder, lists(`${text}[`), sha256)).toBeNull();
    const dated = text.replace('[tool.poetry.group.test]', '[tool.poetry.group.test]\nsince = 2020-01-01');
    expect(staleHash(kind, before, folder, lists(dated), sha256)).toBeNull();
    expect(staleHash(kind, before.replace('"2.1"', '"2.9"'), folder, lists(text), sha256)).toBeNull();
    const early = recordedCase('pdm-2.12');
    expect(staleHash('pdm', early.before, 'app', early.change.manifests.after, sha256)).toBeNull();
  });

  it('by the rule of the alphas of Poetry 1.2 fits', () => {
    // What python-polylith has at v0.1.0.
    const dependencies = [
      'python = "^3.10"',
      'poetry = {version = "^1.2.0a2", allow-prereleases = true}',
      'tomlkit = ">=0.7.0,<1.0.0"',
    ];
    const manifest = (lines: readonly string[]) =>
      new Map([
        [
          'pyproject.toml',
          `[tool.poetry.dependencies]\n${lines.join('\n')}\n[tool.poetry.dev-dependencies]\ncleo = "1.0.0a4"\n`,
        ],
      ]);
    const hash = 'a35ff5a8873d791bed67ceab51a46e35f17eeb1d9b8e5962026c9051d4045d9f';
    const lock = `[metadata]\nlock-version = "1.1"\ncontent-hash = "${hash}"\n`;
    expect(staleHash('poetry', lock, '.', manifest(dependencies), sha256)).toBeNull();
    expect(staleHash('poetry', lock, '.', manifest(dependencies.slice(1)), sha256)).not.toBeNull();
  });

  it('without the groups fits only a lock of an earlier Poetry', () => {
    const { before, change } = recordedCase('poetry-2.1');
    const { before: manifests } = change.manifests;
    expect(staleHash('poetry', before, 'app', manifests, sha256)).toBeNull();
    const late = before.replace('Poetry 2.1.4', 'Poetry 2.3.0');
    expect(staleHash('poetry', late, 'app', manifests, sha256)).not.toBeNull();
  });
});

describe('uneditableLock', () => {
  const pixi = (format: number) =>
    `version: ${format}\nenvironments:\n  default:\npackages:\n- pypi: ./packages/core\n  name: core\n`;

  it('is a pixi.lock that holds versions of path dependencies', () => {
    expect(uneditableLock('a/pixi.lock', pixi(6), false)?.command).toBe('pixi lock');
    expect(uneditableLock('pixi.lock', pixi(7), false)).toBeNull();
    expect(
      uneditableLock('pixi.lock', 'version: 6\npackages:\n- conda: https://x/y.conda\n', true),
    ).toBeNull();
  });

  it("is PDM's pylock.toml where requirements are rewritten", () => {
    expect(uneditableLock('pylock.dev.toml', 'created-by = "pdm"\n', true)?.command).toBe('pdm lock');
    expect(uneditableLock('pylock.toml', 'created-by = "pdm"\n', false)).toBeNull();
    expect(uneditableLock('pylock.toml', 'created-by = "uv"\n', true)).toBeNull();
    expect(uneditableLock('uv.lock', pixi(6), true)).toBeNull();
  });
});
