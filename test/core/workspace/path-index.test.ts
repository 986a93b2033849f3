import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathIndex } from '../support/workspace.js';

/** Letters on both sides of `/` in the order of code units, so that folders and files mix; no part is `.` or `..`. */
const segment = fc
  .string({ unit: fc.constantFrom('a', '-', '.', '0', '!', '~', 'é', '😀'), minLength: 1, maxLength: 2 })
  .filter(text => !/^\.+$/.test(text));
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/'));
/** No path is both a file and a folder. */
const paths = fc
  .uniqueArray(path, { maxLength: 12 })
  .map(all => all.filter(one => !all.some(other => other.startsWith(`${one}/`))));

describe('PathIndex', () => {
  it('answers as a search through all paths does', () => {
    fc.assert(
      fc.property(paths, fc.array(path, { maxLength: 4 }), (all, others) => {
        const index = pathIndex(all);
        const folders = all.flatMap(each =>
          each.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/')),
        );
        for (const each of [...all, ...others, ...folders, '.', 'a'].filter(text => text !== '')) {
          expect(index.has(each)).toBe(all.includes(each));
          const inside = each === '.' ? all : all.filter(other => other.startsWith(`${each}/`));
          expect(index.hasFolder(each)).toBe(inside.length > 0);
          const names = inside.map(other => {
            const rest = each === '.' ? other : other.slice(each.length + 1);
            return rest.includes('/') ? rest.slice(0, rest.indexOf('/') + 1) : rest;
          });
          expect([...index.names(each)]).toEqual([...new Set(names)].sort());
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('knows nothing of an empty list', () => {
    const index = pathIndex([]);
    expect([index.has('a'), index.has(''), index.hasFolder('.'), [...index.names('.')]]).toEqual([
      false,
      false,
      false,
      [],
    ]);
  });
});
