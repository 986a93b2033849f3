import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PrefixMap } from '../../../src/core/workflows/prefix-map.js';

/** Few letters, so that many texts start with others; the last two are out of order in code points. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', '\u{1f600}', '\uff00'), maxLength: 6 });

describe('PrefixMap', () => {
  it('gives what a plain search gives', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), text, (texts, asked) => {
        const map = new PrefixMap(texts.map((each, place) => [each, { each, place }]));
        const found = (values: readonly { readonly each: string; readonly place: number }[]) =>
          values.map(({ place }) => place).sort((one, other) => one - other);
        const places = (test: (each: string) => boolean) =>
          texts.flatMap((each, place) => (test(each) ? [place] : []));
        expect(found(map.startsOf(asked))).toEqual(places(each => asked.startsWith(each)));
        expect(found(map.startingWith(asked))).toEqual(places(each => each.startsWith(asked)));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the longest first', () => {
    const map = new PrefixMap(['core', '', 'core-extras', 'co', 'other'].map(each => [each, each]));
    expect(map.startsOf('core-extras-v1')).toEqual(['core-extras', 'core', 'co', '']);
    expect(map.startsOf('core-v1')).toEqual(['core', 'co', '']);
    expect(map.startingWith('core')).toEqual(['core', 'core-extras']);
  });
});
