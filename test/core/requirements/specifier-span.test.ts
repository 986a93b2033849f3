import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRequirement } from '../../../src/core/requirements/requirement.js';
import { specifierSpan } from '../../../src/core/requirements/specifier-span.js';

describe('specifierSpan', () => {
  it.each([
    ['lib>=1.2,<2', '>=1.2,<2'],
    ['  lib [x, y-z]  ~= 1.4 , != 1.5  ; python_version >= "3.9"', '~= 1.4 , != 1.5'],
    ['lib ( >=2.23.0,<3.0.0 ) ; os_name == "nt"', '>=2.23.0,<3.0.0'],
    ['lib(==1.0)', '==1.0'],
    ['lib>=1,', '>=1,'],
    ['lib=={{ version }}', '=={{ version }}'],
    ['lib\n>=1\n', '>=1'],
    ['lib', null],
    ['lib[x]', null],
    ['lib ()', null],
    ['lib; python_version >= "3.9"', null],
    ['lib @ https://e.org/lib>=1.whl', null],
    ['lib=={}', null],
    ['lib 1.0', null],
    ['./lib>=1', null],
    ['', null],
  ])('finds in %j the span of %j', (text, expected) => {
    const span = specifierSpan(text);
    expect(span?.specifier ?? null).toBe(expected);
    if (span !== null) expect(text.slice(span.from, span.to)).toBe(expected);
  });

  /** Pieces of requirements in any order: valid ones, and what looks like them. */
  const text = fc
    .array(
      fc.constantFrom(
        ...['lib', 'a.b-C', '[x]', '[x, y]', '[', '(', ')', '>=1.2', '~=', '==1.*', '===x', ',', ';', '@'],
        ...[' ', '\t', '\n', '{}', '{{ v }}', 'file:../x', 'python_version>="3"', '"', '#', 'é', '\u00A0'],
      ),
      { maxLength: 9 },
    )
    .map(parts => parts.join(''));

  it('is where the specifier of parseRequirement stands', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map(each => `lib${each}`),
        ),
        each => {
          const span = specifierSpan(each);
          expect(span?.specifier ?? '').toBe(parseRequirement(each)?.specifier ?? '');
          if (span === null) return;
          expect(each.slice(span.from, span.to)).toBe(span.specifier);
          expect(span.specifier).toBe(span.specifier.trim());
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('leaves everything else as it was where it is replaced', () => {
    fc.assert(
      fc.property(
        text.map(each => `lib${each}`),
        each => {
          const span = specifierSpan(each);
          if (span === null || span.specifier.includes(')')) return;
          const edited = `${each.slice(0, span.from)}==9.9${each.slice(span.to)}`;
          expect(parseRequirement(edited)).toEqual({ ...parseRequirement(each), specifier: '==9.9' });
        },
      ),
      { numRuns: 3000 },
    );
  });
});
