import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownershipOf } from '../../../src/core/changes/ownership.js';
import { isInside } from '../../../src/core/paths.js';
import { buildPackages } from '../../../src/core/workspace/build.js';
import { configOf, factsOf } from '../support/workspace.js';

function ownership(paths: readonly string[], inputs: Readonly<Record<string, readonly string[]>> = {}) {
  const candidates = paths.map((path, index) => ({ facts: factsOf(path, `p${index}`), named: false }));
  const written = Object.fromEntries(
    Object.entries(inputs).map(([id, patterns]) => [id, { inputs: [...patterns] }]),
  );
  return ownershipOf(buildPackages(candidates, configOf({ package: written })));
}

describe('ownershipOf', () => {
  it('gives a file to the deepest package folder above it, as a naive search does', () => {
    const segment = fc.constantFrom('a', 'b', 'a-b', 'ab');
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/'));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(path, fc.constant('.')), { maxLength: 5 }),
        path,
        (folders, file) => {
          const above = folders.filter(folder => isInside(folder, file));
          const depth = (folder: string) => (folder === '.' ? 0 : folder.length);
          const deepest = above.sort((left, right) => depth(right) - depth(left))[0];
          const expected = deepest === undefined ? null : `p${folders.indexOf(deepest)}`;
          expect(ownership(folders).owner(file)).toBe(expected);
        },
      ),
    );
  });

  it('does not give a file to the package whose folder has its very path', () => {
    expect(ownership(['a/b']).owner('a/b')).toBe(null);
    expect(ownership(['.', 'a']).owner('a')).toBe('p0');
  });

  it('gives a file to everyone who lists it', () => {
    const { inputs } = ownership(['a', 'b', 'c'], { p0: ['schemas/**', 'x'], p2: ['**/*.json'] });
    expect(inputs('schemas/s.json')).toEqual(['p0', 'p2']);
    expect(inputs('x')).toEqual(['p0']);
    expect(inputs('y')).toEqual([]);
  });
});
