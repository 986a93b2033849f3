import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../../src/core/plan/difference.js';

describe('firstDifference', () => {
  it.each([
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'a.0.b'],
    [{ a: [1] }, { a: [1, 2] }, 'a.1'],
    [{ a: 1, b: 2 }, { a: 1 }, 'b'],
    [{ a: {} }, { a: [] }, 'a'],
    [{ a: null }, { a: {} }, 'a'],
    [{}, { toString: 1 }, 'toString'],
    ['x', 'y', ''],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, null],
  ])('between %j and %j is %j', (left, right, place) => {
    expect(firstDifference(left, right)).toBe(place);
    expect(firstDifference(right, left)).toBe(place);
  });

  it('is none between a document and its copy, and some between two texts of JSON that differ', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.json({ maxDepth: 4 }), (one, other) => {
        const [left, right] = [JSON.parse(one), JSON.parse(other)];
        expect(firstDifference(left, JSON.parse(one))).toBe(null);
        if (firstDifference(left, right) === null) expect(left).toEqual(right);
      }),
    );
  });
});
