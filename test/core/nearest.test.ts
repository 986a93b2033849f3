import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/core/nearest.js';

const KNOWN = ['core', 'asset-contents', 'structures', 'utils', 'xization', 'common'];

describe('nearest', () => {
  const ROWS: readonly (readonly [word: string, known: readonly string[], found: readonly string[]])[] = [
    ['croe', KNOWN, ['core']],
    ['Core', KNOWN, ['core']],
    ['contents', KNOWN, ['asset-contents']],
    ['structure', KNOWN, ['structures']],
    ['util', KNOWN, ['utils']],
    ['zzzzzz', KNOWN, []],
    ['', ['a', 'abcdef'], ['a']],
    ['x', [], []],
    ['ab', ['ab', 'ac', 'ad', 'ae'], ['ab', 'ac', 'ad']],
    ['packges', ['packages', 'package', 'push'], ['packages', 'package']],
    ['CORE', ['a-core', 'core'], ['core', 'a-core']],
    ['asset-contents', ['a', '.'], []],
    ['setup.py', ['.'], []],
    ['verison', ['version', 'session'], ['version']],
  ];
  it.each(ROWS)('finds for %j among %j: %j', (word, known, found) => {
    expect(nearest(word, known)).toEqual(found);
  });

  it('names an equal word first, at most three words, and only known ones', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc-'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(word, fc.uniqueArray(word, { maxLength: 8 }), (typed, known) => {
        const found = nearest(typed, known);
        expect(found.length).toBeLessThanOrEqual(3);
        expect(known).toEqual(expect.arrayContaining(found));
        if (known.includes(typed)) expect(found[0]).toBe(typed);
      }),
    );
  });

  it('finds a word with one letter added, dropped or changed', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(
        letters,
        fc.nat(8),
        fc.constantFrom(0, 1),
        fc.constantFrom('', 'z'),
        (word, at, cut, put) => {
          const index = at % word.length;
          expect(nearest(word.slice(0, index) + put + word.slice(index + cut), [word])).toEqual([word]);
        },
      ),
    );
  });

  it('gives the same answer in whatever order the words are known', () => {
    expect(nearest('ab', ['ae', 'ad', 'ac', 'ab'])).toEqual(nearest('ab', ['ab', 'ac', 'ad', 'ae']));
  });
});
