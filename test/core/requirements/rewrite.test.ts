import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admits } from '../../../src/core/requirements/admits.js';
import { rewriteSpecifier } from '../../../src/core/requirements/rewrite.js';
import type { Dialect } from '../../../src/core/requirements/specifier.js';
import { compareVersions, parseVersion, type Version } from '../../../src/core/versions/version.js';
import { askPython } from '../support/python.js';

function version(text: string): Version {
  return parseVersion(text) ?? expect.fail(`${text} is no version`);
}

/** The new specifier, `keep`, or the reason in brackets. */
function rewritten(specifier: string, dialect: Dialect, from: string, to: string): string {
  const result = rewriteSpecifier(specifier, dialect, version(from), version(to));
  if (result.kind === 'rewrite') return result.specifier;
  return result.kind === 'keep' ? 'keep' : `(${result.reason})`;
}

type Row = readonly [specifier: string, from: string, to: string, expected: string];

describe('rewriteSpecifier', () => {
  const PEP508: readonly Row[] = [
    // Binds nothing, or admits it already.
    ['', '1.0', '2.0', 'keep'],
    ['*', '1.0', '2.0rc1', 'keep'],
    ['>=1.0', '1.0', '2.0.0rc1', 'keep'],
    ['>=1.0,<2', '1.0', '1.9', 'keep'],
    ['~=1.0', '1.0', '1.9.0rc1', 'keep'],
    ['==1.0.*', '1.0.1', '1.0.2', 'keep'],
    ['==1.0', '1.0', '1.0.0', 'keep'],
    ['!=1.1', '1.0', '1.2', 'keep'],
    // One version.
    ['==1.0.3', '1.0.3', '1.2.3', '==1.2.3'],
    ['== 1.0', '1.0', '1.2.3rc1', '== 1.2.3rc1'],
    ['==1.0+old', '1.0+old', '1.1+new', '==1.1+new'],
    ['==1.0.*', '1.0.3', '1.2.3', '==1.2.*'],
    ['==1.*', '1.0.3', '2.0.0rc1', '==2.*'],
    ['==1.2.3.*', '1.2.3', '2.0', '==2.0.0.*'],
    ['==1.*', '1.0', '1!1.0', '==1!1.*'],
    ['===1.0.3', '1.0.3', '1.2.3', '===1.2.3'],
    ['===1.0.0', '1.0', '1.1', '(===1.0.0 leaves 1.1 out)'],
    ['===foo', '1.0', '1.1', '(===foo leaves 1.1 out)'],
    // Compatible releases.
    ['~=1.0.3', '1.0.3', '1.2.3', '~=1.2.3'],
    ['~=7.2', '7.3', '8.0.1', '~=8.0'],
    ['~=1.2.0', '1.2.0', '2', '~=2.0.0'],
    ['~=1.1.0, !=1.1.1', '1.1.0', '1.2.3', '~=1.2.3, !=1.1.1'],
    ['~=1.0', '1.9', '2.0.0rc1', '~=2.0rc1'],
    ['~=1.0.0', '1.0.0', '2.0.0rc1', '~=2.0.0rc1'],
    ['~=1.0.0', '1.0.0', '2rc1', '~=2.0.0rc1'],
    ['~=1.0', '1.9', '2.1.3rc1', '~=2.1.3rc1'],
    ['~=1.0', '1.0', '2.6+abc', '~=2.6'],
    ['~=1.0rc1', '1.0rc1', '2.0.0', '~=2.0'],
    // Ranges.
    ['>=1.0,<2', '1.9.0', '2.0.0', '>=2.0,<3'],
    ['>=1,<2', '1.9.0', '2.3.1', '>=2,<3'],
    [' >= 1.0 , < 2 ,', '1.9.0', '2.0.0', ' >= 2.0 , < 3 ,'],
    ['<2,>=1.0', '1.9.0', '2.0.0', '<3,>=2.0'],
    ['>=1.0.0,<1.1.0', '1.0.0', '1.2.0', '>=1.2.0,<1.3.0'],
    ['>=0.2.1,<0.3', '0.2.9', '0.3.0', '>=0.3.0,<0.4'],
    ['>=0.9,<1.0', '0.9', '1.0.0', '>=1.0,<2.0'],
    ['>=0.2,<0.3', '0.2', '1.0.0', '>=1.0,<1.1'],
    ['>=1.2.3,<1.2.4', '1.2.3', '1.2.4', '>=1.2.4,<1.2.5'],
    ['>=19.12.2,<20.0.0', '19.12.2', '21.3.1', '>=21.3.1,<22.0.0'],
    ['>=1.9,<1.10', '1.9', '1.10.0', '>=1.10,<1.11'],
    ['>=1.0,!=1.5.*,<2', '1.9', '2.0.0', '>=2.0,!=1.5.*,<3'],
    ['>=1.0,<2', '1.9', '2.0.0rc1', '>=2.0.0rc1,<3'],
    ['>=1.0.0,<2', '1.9', '2rc1', '>=2.0.0rc1,<3'],
    ['>=1.0,<2', '1.9', '2.0.0.dev1', '>=2.0.0.dev1,<3'],
    ['>=2.0.0rc1,<3', '2.0.0rc1', '2.0.0', 'keep'],
    ['>=2.0.0rc1,<3', '2.1', '3.0.0', '>=3.0.0,<4'],
    ['>=1.2.post3,<1.2.post4', '1.2.post3', '1.2.post5', '>=1.2.post3,<1.3'],
    ['>1.0,<2', '1.9', '2.0.0', '>1.0,<3'],
    ['>=1.0,==1.*', '1.9', '2.0.0', '>=1.0,==2.*'],
    ['>=1.0,<2', '1.9', '1!0.1', '>=1!0.1,<1!1'],
    ['>=1.0,<2', '1.0', '0.9.1', '>=0.9,<2'],
    ['<2.0.0', '1.9', '2.3.4', '<3.0.0'],
    ['<2', '1.9', '2.0.0a1', '<3'],
    ['<1.2', '1.1', '1.2.3', '<1.3'],
    ['<1.2.3', '1.1', '1.2.3', '<1.2.4'],
    ['<1.2.3.4', '1.1', '2.0', '<2.0.0.1'],
    ['<2.0.dev0', '1.9', '2.0.0', '<3.0.dev0'],
    ['>=1.0,<2.0.0a0', '1.9', '2.0.0rc1', '>=2.0.0rc1,<3.0.0a0'],
    ['<2.0rc2', '1.9', '2.0.0', '<3.0'],
    ['<0', '0', '0.1', '<1'],
    ['<=1.5', '1.5', '1.6.2', '<=1.6.2'],
    ['>=1.0,<=1.5', '1.5', '1.6+abc', '>=1.0,<=1.6'],
    // A lower bound alone shuts out what is lower.
    ['>=1.2', '1.1', '1.2.0rc1', '>=1.2.0rc1'],
    ['>=1.2', '1.2', '1.1.5', '>=1.1'],
    ['>=1.2.0.post1', '1.2.0', '1.2.0', '>=1.2.0'],
    // A person's decision.
    ['>1.2', '1.2', '1.2.post1', '(>1.2 leaves 1.2.post1 out)'],
    ['!=2.0.0', '1.9', '2.0', '(!=2.0.0 leaves 2.0 out)'],
    ['>=1.0,!=2.*,<3', '1.9', '2.0', '(!=2.* leaves 2.0 out)'],
    ['=={{ version }}', '1.0', '2.0', '(it is a template)'],
    ['{spec}', '1.0', '2.0', '(it is a template)'],
    ['^1.2', '1.2', '1.3', '(it is no specifier of PEP 440)'],
    ['~=1', '1.2', '1.3', '(it is no specifier of PEP 440)'],
    ['==1.0 --hash=sha256:00', '1.0', '1.1', '(it is no specifier of PEP 440)'],
    ['>=2.0,<1.0', '0.9', '1.5.0', '>=1.5,<2.0'],
  ];
  it.each(PEP508)('%j from %s to %s: %s', (specifier, from, to, expected) => {
    expect(rewritten(specifier, 'pep508', from, to)).toBe(expected);
  });

  const POETRY: readonly Row[] = [
    ['*', '1.0', '2.0', 'keep'],
    ['^1.2', '1.2', '1.9', 'keep'],
    ['^1 || ^2', '1.2', '2.0', 'keep'],
    ['^1.2', '1.9', '2.0.0', '^2.0'],
    ['^1', '1.9', '2.3.1', '^2'],
    ['^0.2.3', '0.2.9', '0.3.0', '^0.3.0'],
    ['^0.0.3', '0.0.3', '0.0.4', '^0.0.4'],
    ['^1.2', '1.9', '2.0.0rc1', '^2.0.0rc1'],
    ['^1.2.0', '1.9', '2rc1', '^2.0.0rc1'],
    ['~1.2', '1.2.9', '1.3.0', '~1.3'],
    ['~1.2', '1.2.9', '1.3.0rc1', '~1.3.0rc1'],
    ['~1', '1.9', '2.0.0rc1', '~2rc1'],
    ['~ 1.2.3', '1.2.9', '1.3.1', '~ 1.3.1'],
    ['1.2.3', '1.2.3', '1.3.0', '1.3.0'],
    ['=1.2.3', '1.2.3', '1.3.0', '=1.3.0'],
    ['1.2.*', '1.2.3', '1.3.0', '1.3.*'],
    ['1.*.*', '1.2.3', '2.3.0', '2.*.*'],
    ['>=1.2 <2.0.0', '1.2.3', '2.1.3', '>=2.1 <3.0.0'],
    ['>=1.*,<2.*', '1.2.3', '2.1.3', '>=2.*,<3.*'],
    ['^1.2, !=1.3.0', '1.9', '2.0.0', '^2.0, !=1.3.0'],
    ['>=1.2.3+abc,<2', '1.9', '2.0.0', '>=2.0.0,<3'],
    ['~=1', '1.9', '2.0.1', '~=2'],
    ['^1 || ^2', '2.9', '3.0', '(it lists alternatives)'],
    ['===1.0', '1.0', '1.1', '(it is no specifier of Poetry)'],
    ['^{{ v }}', '1.0', '1.1', '(it is a template)'],
  ];
  it.each(POETRY)("Poetry's %j from %s to %s: %s", (specifier, from, to, expected) => {
    expect(rewritten(specifier, 'poetry', from, to)).toBe(expected);
  });
});

const release = fc.array(fc.oneof(fc.nat(3), fc.nat(12)), { minLength: 1, maxLength: 4 });
const candidate = fc
  .tuple(
    fc.constantFrom('', '', '', '', '', '', '1!'),
    release,
    fc.constantFrom('', '', '', '', 'a1', 'rc2', '.dev1', '.post1', 'rc1.dev2', '.post2.dev3', '+abc.1'),
  )
  .map(([epoch, parts, end]) => `${epoch}${parts.join('.')}${end}`);
const bound = fc
  .tuple(
    fc.constantFrom('', '', '', '', '', '', 'v', '1!'),
    release,
    fc.constantFrom('', '', '', '', '', 'a0', '.dev0', 'rc2', '.post1'),
  )
  .map(([start, parts, end]) => `${start}${parts.join('.')}${end}`);
const plain = release.map(parts => parts.join('.'));

function clause(...operators: readonly string[]): fc.Arbitrary<string> {
  const written = fc.tuple(fc.constantFrom(...operators), fc.constantFrom('', '', ' '), bound);
  const prefix = fc.tuple(fc.constantFrom('==', '==', '!='), plain).map(parts => `${parts.join('')}.*`);
  const range = fc
    .tuple(plain, fc.constantFrom(',', ', ', ' , '), plain)
    .map(([low, gap, high]) => `>=${low}${gap}<${high}`);
  return fc.oneof({ weight: 4, arbitrary: written.map(parts => parts.join('')) }, prefix, range);
}

const OPERATORS = ['==', '!=', '<=', '>=', '<', '>', '~='] as const;
const SPECIFIERS: Readonly<Record<Dialect, fc.Arbitrary<string>>> = {
  pep508: fc.array(clause(...OPERATORS, '==='), { minLength: 1, maxLength: 3 }).map(all => all.join(',')),
  poetry: fc
    .array(clause(...OPERATORS, '^', '^', '~', '~', '='), { minLength: 1, maxLength: 2 })
    .chain(all => fc.constantFrom(',', ', ', ' ', ' || ').map(separator => all.join(separator))),
};

/** All that is no version: operators, blanks, separators, `.*`. */
function shape(specifier: string): string {
  return specifier.replace(/v?(?:\d+!)?\d[^\s,|*]*?(?=\.\*|[\s,|]|$)/g, '#');
}

describe.each(['pep508', 'poetry'] as const)('in %s', dialect => {
  const cases = fc.tuple(SPECIFIERS[dialect], candidate, candidate);

  it('what admits the version is kept, and what is rewritten admits it, is kept then and has its shape', () => {
    const kinds = { keep: 0, rewrite: 0, refuse: 0 };
    fc.assert(
      fc.property(cases, ([specifier, before, after]) => {
        const [from, to] = [version(before), version(after)];
        const result = rewriteSpecifier(specifier, dialect, from, to);
        kinds[result.kind]++;
        expect(result.kind === 'keep').toBe(admits(specifier, to, dialect) === true);
        if (result.kind !== 'rewrite') return;
        expect(admits(result.specifier, to, dialect)).toBe(true);
        expect(rewriteSpecifier(result.specifier, dialect, to, to)).toEqual({ kind: 'keep' });
        expect(shape(result.specifier)).toBe(shape(specifier));
      }),
      { numRuns: 4000, seed: 44 },
    );
    expect(Math.min(kinds.rewrite, kinds.keep, kinds.refuse)).toBeGreaterThan(300);
  });

  it('refuses nothing but exclusions, alternatives and what is no specifier', () => {
    fc.assert(
      fc.property(cases, ([specifier, before, after]) => {
        const result = rewriteSpecifier(specifier, dialect, version(before), version(after));
        if (result.kind === 'refuse')
          expect(result.reason).toMatch(/^(?:(?:!=|>(?!=)|===)\S+ leaves \S+ out|it (?:lists|is no) .+)$/);
      }),
      { numRuns: 4000, seed: 45 },
    );
  });

  it('rewrites so that the versions before it are as far away as the operators say', () => {
    fc.assert(
      fc.property(release, release, fc.constantFrom('>=', '~=', '^', '~'), (old, next, operator) => {
        if ((dialect === 'pep508' && /^[\^~]$/.test(operator)) || old.length < 2) return;
        const to = version(next.join('.'));
        const result = rewriteSpecifier(`${operator}${old.join('.')}`, dialect, to, to);
        if (result.kind !== 'rewrite') return;
        const low = version(result.specifier.slice(operator.length));
        expect(low.release.length).toBe(old.length);
        expect(compareVersions(low, to)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1000, seed: 46 },
    );
  });
});

describe('against other tools', () => {
  it('packaging takes what is rewritten, and finds the new version in it but not in the old', context => {
    const rows = fc
      .sample(fc.tuple(SPECIFIERS.pep508, candidate, candidate), { numRuns: 5000, seed: 508 })
      .map(([specifier, from, to]) => [specifier, to, rewritten(specifier, 'pep508', from, to)] as const);
    const wrong = askPython<unknown[]>(
      context,
      ['packaging.specifiers'],
      `
from packaging.specifiers import SpecifierSet, InvalidSpecifier
from packaging.version import Version
def contains(specifier, version):
    try:
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except InvalidSpecifier:
        return None
wrong = []
for old, version, new in data:
    before = contains(old, version)
    if new == 'keep':
        right = before is True
    elif new.startswith('('):
        right = before is not True
    else:
        right = before is False and contains(new, version) is True
    if not right:
        wrong.append([old, version, new])
answer(wrong)
`,
      rows,
    );
    expect(wrong).toEqual([]);
  });

  /**
   * Rewrites of Poetry's specifiers. poetry-core 2.5.0 refuses or does not admit the version in every key, takes
   * every value and admits it there: `parse_constraint(text).allows(Version.parse(version))`.
   */
  const VECTORS: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(new URL('rewrites.vectors.json', import.meta.url), 'utf8'),
  );

  it('gives what poetry-core was asked about', () => {
    const keys = Object.keys(VECTORS);
    expect(keys.length).toBeGreaterThan(200);
    const found = keys.map(key => {
      const [specifier = '', to = ''] = key.split(' -> ');
      return [key, rewritten(specifier, 'poetry', '1.0', to)];
    });
    expect(Object.fromEntries(found)).toEqual(VECTORS);
  });
});
