import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admits, isUnbounded } from '../../../src/core/requirements/admits.js';
import type { Dialect } from '../../../src/core/requirements/specifier.js';
import { parseVersion, type Version } from '../../../src/core/versions/version.js';
import { askPython } from '../support/python.js';
import { processorTime } from '../support/time.js';

type Answers = Readonly<Record<string, string | null>>;

/**
 * What packaging 26.3 and poetry-core 2.5.0 answer for each specifier: a 1 or 0 for every version, null where they
 * refuse the specifier. Made of random clauses, separators and blanks, and of what is easily got wrong, with
 *
 *     SpecifierSet(text).contains(version, prereleases=True)
 *     parse_constraint(text).allows(Version.parse(version))
 *
 * Left out is where poetry-core errs: `1.0C1` in capitals is not its `1.0rc1`, `<>1.0` means `==1.0`, and beside other
 * clauses `!=1.0` leaves 1.0.post1 out, `>1.0` may let it in, and local parts of bounds get lost. So is `1.0rc1.*`,
 * which only Poetry has a meaning for.
 */
const VECTORS: { readonly versions: string } & Readonly<Record<Dialect, Answers>> = JSON.parse(
  readFileSync(new URL('specifiers.vectors.json', import.meta.url), 'utf8'),
);
const VERSIONS = VECTORS.versions.split(' ');

function version(text: string): Version {
  return parseVersion(text) ?? expect.fail(`${text} is no version`);
}

function answers(specifiers: readonly string[], dialect?: Dialect): Answers {
  const versions = VERSIONS.map(version);
  return Object.fromEntries(
    specifiers.map(specifier => {
      const found = versions.map(each => admits(specifier, each, dialect));
      return [specifier, found.includes(null) ? null : found.map(Number).join('')];
    }),
  );
}

describe('admits', () => {
  it.each(['pep508', 'poetry'] as const)('agrees with the vectors of %s', dialect => {
    const specifiers = Object.keys(VECTORS[dialect]);
    expect(specifiers.length).toBeGreaterThan(300);
    expect(answers(specifiers, dialect)).toEqual(VECTORS[dialect]);
  });

  it('reads either dialect where none is given', () => {
    const { pep508, poetry } = VECTORS;
    const texts = [...new Set([...Object.keys(pep508), ...Object.keys(poetry)])];
    const [first, second] = [answers(texts, 'pep508'), answers(texts, 'poetry')];
    expect(answers(texts)).toEqual(
      Object.fromEntries(texts.map(text => [text, first[text] ?? second[text] ?? null])),
    );
  });

  it('gives both dialects one meaning for what both accept', () => {
    const both = Object.keys(VECTORS.pep508).filter(
      text => VECTORS.pep508[text] !== null && answers([text], 'poetry')[text] !== null,
    );
    expect(both.length).toBeGreaterThan(150);
    expect(answers(both, 'poetry')).toEqual(answers(both, 'pep508'));
  });

  const ROWS: readonly (readonly [Dialect | 'either', string, string, boolean | null])[] = [
    ['either', '', '1.0', true],
    ['pep508', '*', '1.0rc1', true],
    ['pep508', '>1.0.post1', '1.0.post2', true],
    ['pep508', '~=1', '1.5', null],
    ['poetry', '~=1', '1.5', true],
    ['pep508', '^1.2', '1.5', null],
    ['pep508', '1.2.3', '1.2.3', null],
    ['either', '1.2.3', '1.2.3', true],
    ['poetry', '===1.0', '1.0', null],
    ['either', '===1.0+abc', '1.0+ABC', true],
    ['either', '^1.2', '2.0.0rc1', false],
    ['either', '^1 || ^2', '2.0', true],
    ['either', '=={{ version }}', '1.0', null],
    ['either', '==1.0 --hash=sha256:00', '1.0', null],
    ['either', '1.0rc1.*', '1.0rc1', null],
  ];
  it.each(ROWS)('in %s, %j and %s: %s', (dialect, specifier, text, expected) => {
    expect(admits(specifier, version(text), dialect === 'either' ? undefined : dialect)).toBe(expected);
  });

  it('agrees with packaging on many more', context => {
    const bound = fc
      .tuple(
        fc.constantFrom('', '', '', '1!', 'v'),
        fc.array(fc.nat(3).map(String), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(
          '',
          '',
          '',
          '',
          'a1',
          'rc2',
          '.post1',
          '.dev1',
          'a1.dev2',
          '.post1.dev0',
          '+x.1',
          '.*',
        ),
      )
      .map(([start, release, end]) => `${start}${release.join('.')}${end}`);
    const clause = fc
      .tuple(fc.constantFrom('==', '!=', '<=', '>=', '<', '>', '~=', '==='), fc.constantFrom('', ' '), bound)
      .map(parts => parts.join(''));
    const specifier = fc
      .array(clause, { minLength: 1, maxLength: 3 })
      .chain(clauses => fc.constantFrom(',', ', ', ' ,').map(separator => clauses.join(separator)));
    const candidate = bound.filter(text => !text.endsWith('*'));
    const rows = fc.sample(fc.tuple(specifier, candidate), { numRuns: 6000, seed: 440 });
    const expected = askPython<(boolean | null)[]>(
      context,
      ['packaging.specifiers'],
      `
from packaging.specifiers import SpecifierSet, InvalidSpecifier
from packaging.version import Version
def ask(specifier, version):
    try:
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except InvalidSpecifier:
        return None
answer([ask(*row) for row in data])
`,
      rows,
    );
    const wrong = rows.filter(
      ([text, each], index) => admits(text, version(each), 'pep508') !== expected[index],
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['blanks', `>=1${' '.repeat(100_000)}x`],
    ['commas', `${','.repeat(100_000)}x`],
    ['bars', '|'.repeat(100_000)],
    ['clauses', '>=1,'.repeat(10_000)],
    ['stars', `==1${'.*'.repeat(50_000)}x`],
    ['digits', `==1${'0'.repeat(100_000)}`],
  ])('is done quickly with many %s', (_title, text) => {
    expect(processorTime(() => admits(text, version('1.0')))).toBeLessThan(500);
  });
});

describe('isUnbounded', () => {
  it.each([
    '',
    ' ',
    '*',
    '>=0',
    '>= 0.0.0',
    '>=0.dev0',
    '>=0,',
    '>=0a1,>=0.0',
    'x',
    '^1 || *',
  ])('takes %j for no bound', specifier => {
    expect(isUnbounded(specifier)).toBe(true);
  });

  it.each([
    '>=0.0.1',
    '>0',
    '>=0,<2',
    '<2',
    '!=1.0',
    '==0',
    '~=0.0',
    '^0',
    '>=1!0',
    '=={{ v }}',
    '{v}',
    'no',
  ])('takes %j for a bound, or for what it does not know', specifier => {
    expect(isUnbounded(specifier)).toBe(false);
  });
});
