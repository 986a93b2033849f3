import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isName, normalizeName } from '../../../src/core/requirements/name.js';
import { askPython } from '../support/python.js';

const text = fc.string({ unit: fc.constantFrom(...'aZ0-_. é'), minLength: 1, maxLength: 8 });

describe('normalizeName', () => {
  it.each([
    ['Foo_Bar', 'foo-bar'],
    ['foo.-_bar', 'foo-bar'],
    ['foo--bar', 'foo-bar'],
    ['ZOPE.Interface', 'zope-interface'],
    ['foo', 'foo'],
    ['A', 'a'],
    ['a1.2', 'a1-2'],
  ])('turns %s into %s', (name, normal) => {
    expect(normalizeName(name)).toBe(normal);
  });

  it('gives one spelling to all spellings of a name', () => {
    fc.assert(
      fc.property(text, name => {
        const normal = normalizeName(name);
        expect(normalizeName(normal)).toBe(normal);
        expect(normalizeName(name.toUpperCase())).toBe(normalizeName(name.toLowerCase()));
        expect(normalizeName(name.replaceAll('-', '_._'))).toBe(normal);
      }),
    );
  });

  it('and isName agree with packaging', context => {
    const names = fc.sample(text, { numRuns: 3000, seed: 503 });
    const answers = askPython<[string, boolean][]>(
      context,
      ['packaging.utils'],
      `
from packaging.utils import canonicalize_name, InvalidName
def valid(name):
    try:
        canonicalize_name(name, validate=True)
        return True
    except InvalidName:
        return False
answer([[canonicalize_name(name), valid(name)] for name in data])
`,
      names,
    );
    const plain = names.flatMap((name, index) =>
      name.includes('é') ? [] : [{ name, answer: answers[index] }],
    );
    expect(plain.map(({ name }) => [normalizeName(name), isName(name)])).toEqual(
      plain.map(each => each.answer),
    );
    expect(answers.filter(([, valid]) => valid).length).toBeGreaterThan(200);
  });
});

describe('isName', () => {
  it.each(['a', 'A1', 'foo-bar', 'foo.bar_baz', '0', 'x'.repeat(255)])('takes %s', name => {
    expect(isName(name)).toBe(true);
  });

  it.each([
    '',
    '-a',
    'a-',
    '.a',
    'a_',
    'a b',
    'a/b',
    'é',
    'a\n',
    '\na',
    'a\0',
    '{{x}}',
    'x'.repeat(256),
  ])('refuses %j', name => {
    expect(isName(name)).toBe(false);
  });
});
