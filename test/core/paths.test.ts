import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baseName,
  byCodeUnit,
  folderOf,
  foldersAbove,
  isInside,
  joinPath,
  resolvePath,
} from '../../src/core/paths.js';

const segment = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'é'), minLength: 1, maxLength: 2 });
const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map(parts => parts.join('/'));
const folder = fc.oneof(fc.constant('.'), path);

describe('folderOf, baseName and joinPath', () => {
  it('take a path apart and put it together, as posix paths do', () => {
    fc.assert(
      fc.property(path, name => {
        expect(folderOf(name)).toBe(posix.dirname(name));
        expect(baseName(name)).toBe(posix.basename(name));
        expect(joinPath(folderOf(name), baseName(name))).toBe(name);
      }),
    );
  });
});

describe('resolvePath', () => {
  it('agrees with posix.join, and gives null exactly where that leads out of the root', () => {
    const written = fc
      .array(fc.oneof(segment, fc.constantFrom('..', '..', '.', '')), { minLength: 1, maxLength: 7 })
      .map(parts => parts.join('/'))
      .filter(text => !text.startsWith('/'));
    fc.assert(
      fc.property(folder, written, (from, text) => {
        // A detour outside the root that comes back counts as leading out of it.
        const parts = posix.join(from, '.').split('/').concat(text.split('/'));
        let depth = 0;
        const escapes = parts.some(part => {
          depth += part === '..' ? -1 : part === '.' || part === '' ? 0 : 1;
          return depth < 0;
        });
        const expected = escapes ? null : posix.join(from, text).replace(/(?<=.)\/$/, '');
        expect(resolvePath(from, text)).toBe(expected);
      }),
    );
  });

  it.each([
    ['packages/a', '../b', 'packages/b'],
    ['packages/a', '../../..', null],
    ['.', '..', null],
    ['.', '.', '.'],
    ['a', '..', '.'],
    ['a', '', 'a'],
    ['a', './', 'a'],
    ['a', '..\\b', 'b'],
    ['a', '/etc/passwd', null],
    ['a', 'C:/x', null],
    ['a', 'c:\\x', null],
    ['a', '\\\\server\\share', null],
    ['a', '\\x', null],
    ['a', 'b\0c', null],
    ['a', '...', 'a/...'],
    ['a', 'b/../../../x', null],
  ])('resolves from %j the text %j to %j', (from, text, resolved) => {
    expect(resolvePath(from, text)).toBe(resolved);
  });
});

describe('isInside', () => {
  it.each([
    ['.', 'a', true],
    ['a', 'a/b', true],
    ['a', 'a/b/c', true],
    ['a', 'ab/c', false],
    ['a', 'a', false],
    ['a/b', 'a/b-c/d', false],
  ])('decides that in %j lies %j: %j', (outer, inner, inside) => {
    expect(isInside(outer, inner)).toBe(inside);
  });
});

describe('foldersAbove', () => {
  it('gives every folder once, deepest first, and ends with the root', () => {
    expect([...foldersAbove('a/b/c.py')]).toEqual(['a/b', 'a', '.']);
    expect([...foldersAbove('c.py')]).toEqual(['.']);
    fc.assert(
      fc.property(path, name => {
        const above = [...foldersAbove(name)];
        expect(above.length).toBe(name.split('/').length);
        expect(above.every(each => isInside(each, name))).toBe(true);
        expect(above.at(-1)).toBe('.');
      }),
    );
  });
});

describe('byCodeUnit', () => {
  it('orders as the default sort does, and not by language', () => {
    const words = ['a', 'B', 'ä', 'Z', '-', '', 'a/', 'a-', 'a.', '😀', '\uffff'];
    expect([...words].sort(byCodeUnit)).toEqual([...words].sort());
    expect(byCodeUnit('a', 'a')).toBe(0);
  });
});
