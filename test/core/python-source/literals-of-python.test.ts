import { describe, expect, it } from 'vitest';
import { versionNames } from '../../../src/core/python-source/version-literals.js';
import vectors from '../../vectors/python-literals.json' with { type: 'json' };

/** The answers of CPython's `ast`, see test/vectors/make-python-literals.py. */
describe('literals of __version__', () => {
  it.each(vectors)('are those that Python itself sees: $text', ({ text, expected }) => {
    const [literal] = versionNames(text, ['__version__']).literals;
    const seen =
      literal === undefined
        ? null
        : { version: literal.value, line: literal.line, plain: literal.range !== null };
    expect(seen).toEqual(expected);
    if (literal?.range != null)
      expect(text.slice(literal.range.from, literal.range.to)).toBe(expected?.version);
  });
});
