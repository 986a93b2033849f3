import { describe, expect, it } from 'vitest';
import { metadataSpellings, poetrySpellings } from '../../../src/core/locks/poetry-specifiers.js';
import { pdmSpelling, uvSpelling } from '../../../src/core/locks/specifiers.js';
import { PDM_SPECIFIERS, POETRY_SPECIFIERS, UV_SPECIFIERS } from './vectors.js';

describe('how the tools write a specifier', () => {
  it.each(UV_SPECIFIERS)('uv: %s', (specifier, written) => {
    expect(uvSpelling(specifier)).toBe(written);
    expect(uvSpelling(written)).toBe(written);
  });

  it.each(PDM_SPECIFIERS)('PDM: %s', (specifier, written) => {
    expect(pdmSpelling(specifier)).toBe(written);
  });

  it.each([
    '^1.2',
    '1.2',
    'latest',
    '>=1,',
    '==1.*.*',
    '~1',
  ])('neither writes %s, which is not of PEP 440', text => {
    expect(uvSpelling(text)).toBeNull();
    expect(pdmSpelling(text)).toBeNull();
  });

  it('Poetry: as poetry-core does, or not at all', () => {
    const wrong = POETRY_SPECIFIERS.flatMap(([specifier, requirement, metadata]) => {
      const [written, known] = poetrySpellings(specifier);
      const meta = metadataSpellings(specifier).filter(text => text !== null);
      const isRight =
        written === specifier &&
        (known === null || requirement === null || known === requirement) &&
        (meta.length === 0 || meta.includes(metadata));
      return isRight ? [] : [{ specifier, requirement, known, metadata, meta }];
    });
    expect(wrong).toEqual([]);
  });

  it('Poetry: the usual forms are known', () => {
    const usual = /^(?:\^|~|==|~=)?[\d.]+(?:\.\*)?$|^>=[\d.]+,(?:!=[\d.]+,)?<[\d.]+$/;
    const unknown = POETRY_SPECIFIERS.filter(([specifier]) => usual.test(specifier))
      .filter(([specifier, , metadata]) => !metadataSpellings(specifier).includes(metadata))
      .map(([specifier]) => specifier);
    // Holes that are at or outside of an end, which poetry-core leaves out.
    expect(unknown.every(specifier => specifier.includes('!='))).toBe(true);
  });

  it('Poetry 2.1 and 1.8: a range with a hole is two', () => {
    expect(poetrySpellings('>=1,<2,!=1.5')[2]).toBe('>=1,<1.5 || >1.5,<2');
    expect(poetrySpellings('>=1,<2')[2]).toBeNull();
  });
});
