import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readString } from '../../../src/core/python-source/string-literal.js';
import { askPython } from '../support/python.js';

describe('readString', () => {
  it.each([
    ['"1.2"', '1.2', [11, 14]],
    ["'1.2'", '1.2', [11, 14]],
    ['"""1.2"""', '1.2', [13, 16]],
    ['r"1\\d"', '1\\d', [12, 15]],
    ['U"1"', '1', [12, 13]],
    ['""', '', [11, 11]],
    ['"a\\tb"', 'a\tb', null],
    ['"\\x31.\\u0032"', '1.2', null],
    ['"a\\\nb"', 'ab', null],
  ])('reads %j as %j', (raw, value, range) => {
    const literal = range === null ? null : { from: range[0], to: range[1] };
    expect(readString(raw, 10)).toEqual({ kind: 'string', value, literal });
  });

  it.each(['b"1"', 'rb"1"', 'Br"1"', 'f"1"', '"1', '"', '"""1"', '1', 'x"1"', ''])('reads no %j', raw => {
    expect(readString(raw, 0)).toBe(null);
  });

  it('agrees with CPython on generated literals', context => {
    const units = ['1', '.', 'a', ' ', 'é', '😀', '#', '{', '\\n', '\\\\', "\\'", '\\"', '\\x41', '\\u0042'];
    const more = ['\\d', '\\0', '\\101', '\\a', '\\v', '\\U0001F600', '\\\n', '\n', '\t'];
    const body = fc.string({ unit: fc.constantFrom(...units, ...more), maxLength: 6 });
    const literal = fc
      .tuple(fc.constantFrom('', '', '', 'r', 'R', 'u'), fc.constantFrom('"', "'", '"""', "'''"), body)
      .map(([prefix, mark, text]) => `${prefix}${mark}${text}${mark}`);
    const texts = fc.sample(literal, { numRuns: 3000, seed: 411 });
    const answers = askPython<(string | null)[]>(
      context,
      [],
      `
import ast
def read(text):
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return None
answer([read(text) for text in data])
`,
      texts,
    );
    const wrong = texts.flatMap((text, index) => {
      const expected = answers[index];
      const found = readString(text, 0);
      if (expected === null || expected === undefined || found?.value === expected) return [];
      return [{ text, found: found?.value ?? null, expected }];
    });
    expect(answers.filter(each => each !== null).length).toBeGreaterThan(2000);
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('gives ranges that hold the value as it is written', () => {
    for (const raw of ['"a"', 'r"\\d"', "u'😀'", '"""x\ny"""']) {
      const found = readString(raw, 0);
      expect(raw.slice(found?.literal?.from, found?.literal?.to)).toBe(found?.value);
    }
  });
});
