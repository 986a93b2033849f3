import fc from 'fast-check';
import micromatch from 'micromatch';
import { describe, expect, it } from 'vitest';
import { globMatcher, patternFault } from '../../src/core/globs.js';
import { processorTime } from './support/time.js';

const OPTIONS = { dot: true, nobrace: true, noextglob: true, nonegate: true };

/** `*` never stands beside `*`: what `a**b` and `***` mean differs from one version of micromatch to the next. */
const part = fc
  .array(fc.constantFrom('a', 'b', '.', '-', '*', '?', '[ab]', '[^a]', '[a-b]', '\\*'), {
    minLength: 1,
    maxLength: 4,
  })
  .map(pieces => pieces.join(''))
  .filter(text => !text.includes('**') && !/^\.+$/.test(text));
const pattern = fc
  .array(fc.oneof(fc.constant('**'), part), { minLength: 1, maxLength: 4 })
  .filter(parts => !endsInWildcardThenAnything(parts))
  .map(parts => parts.join('/'));
const path = fc
  .array(
    fc
      .string({ unit: fc.constantFrom('a', 'b', '.', '-', '*'), minLength: 1, maxLength: 3 })
      .filter(text => !text.endsWith('.')),
    { minLength: 1, maxLength: 4 },
  )
  .map(parts => parts.join('/'));

/** micromatch lets `a/**` match `a`, but not `a*` + `/**`; here a final `**` may always stand for nothing. */
function endsInWildcardThenAnything(parts: readonly string[]): boolean {
  const last = parts.findLastIndex(text => text !== '**');
  return last >= 0 && last < parts.length - 1 && /[*?[]/.test(parts[last] ?? '');
}

describe('globMatcher', () => {
  it('agrees with micromatch on every pattern over a small alphabet', () => {
    fc.assert(
      fc.property(pattern, path, (glob, name) => {
        expect(globMatcher([glob])(name)).toBe(micromatch.isMatch(name, glob, OPTIONS));
      }),
      { numRuns: 20_000 },
    );
  });

  it('treats [!a] as [^a]', () => {
    fc.assert(
      fc.property(pattern, path, (glob, name) => {
        expect(globMatcher([glob.replaceAll('[^', '[!')])(name)).toBe(globMatcher([glob])(name));
      }),
    );
  });

  it('matches a path that is its own pattern once its special characters are escaped', () => {
    fc.assert(
      fc.property(path, name => {
        const escaped = name.replace(/[*?[\]\\]/g, '\\$&');
        expect(globMatcher([escaped])(name)).toBe(true);
        expect(globMatcher([escaped])(`${name}x`)).toBe(false);
      }),
    );
  });

  const ROWS: readonly (readonly [pattern: string, path: string, matches: boolean])[] = [
    ['packages/*', 'packages/core', true],
    ['packages/*', 'packages', false],
    ['packages/*', 'packages/core/src', false],
    ['packages/*/', 'packages/core', true],
    ['./packages/*', 'packages/core', true],
    ['packages//core', 'packages/core', true],
    ['client/**', 'client', true],
    ['client/**', 'client/a/b', true],
    ['client/**', 'clients/a', false],
    ['client*/**', 'clients', true],
    ['**/*.md', 'README.md', true],
    ['**/*.md', 'docs/.hidden/a.md', true],
    ['**/*.md', 'docs/a.mdx', false],
    ['*.md', 'docs/a.md', false],
    ['**', '.', true],
    ['**', '.github/workflows/x.yml', true],
    ['*', '.', false],
    ['*', '.env', true],
    ['.', '.', true],
    ['.', 'a', false],
    ['a/**/b', 'a/b', true],
    ['a/**/**/b', 'a/x/y/b', true],
    ['a**b', 'axxb', true],
    ['a**b', 'a/b', false],
    ['{a,b}', 'a', false],
    ['{a,b}', '{a,b}', true],
    ['+(a)', 'a', false],
    ['+(a)', '+(a)', true],
    ['a.b', 'axb', false],
    ['?', 'ä', true],
    ['?', '😀', true],
    ['??', '😀', false],
    ['[0-9]', '5', true],
    ['[0-9]', 'x', false],
    ['[]a]', ']', true],
    ['[!]a]', ']', false],
    ['[!]a]', 'b', true],
    ['[a-]', '-', true],
    ['[-a]', '-', true],
    ['[a', '[a', true],
    ['x[', 'x[', true],
    ['[!a]', '!', true],
    ['[[]x', '[x', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['\\[a]', '[a]', true],
    ['a\\', 'a\\', true],
    ['A', 'a', false],
  ];
  it.each(ROWS)('decides that %j on %j is %j', (glob, name, matches) => {
    expect(patternFault(glob)).toBe(null);
    expect(globMatcher([glob])(name)).toBe(matches);
  });

  it('matches where any of several patterns does, and nothing without patterns', () => {
    expect(globMatcher(['a', 'b'])('b')).toBe(true);
    expect(globMatcher(['a', 'b'])('c')).toBe(false);
    expect(globMatcher([])('a')).toBe(false);
  });

  it('never lets * or ? cross a slash', () => {
    fc.assert(
      fc.property(
        path.filter(name => name.includes('/')),
        name => {
          expect(globMatcher(['*'])(name)).toBe(false);
          expect(globMatcher(['?'.repeat(name.length)])(name)).toBe(false);
        },
      ),
    );
  });
});

describe('patternFault', () => {
  const FAULTY: readonly (readonly [string, RegExp])[] = [
    ['', /empty/],
    ['a'.repeat(1025), /longer than 1024/],
    ['/a', /starts with \//],
    ['!a', /starts with !/],
    ['..', /out of the root/],
    ['a/../b', /out of the root/],
  ];
  it.each(FAULTY)('refuses %j', (glob, fault) => {
    expect(patternFault(glob)).toMatch(fault);
  });

  it.each(['a'.repeat(1024), '..a', 'a..b/c', '*', '[!a]', '.', '\\!a'])('takes %j', glob => {
    expect(patternFault(glob)).toBe(null);
  });
});

/** The best of seven: a busy machine makes single runs slow, a backtracking matcher all of them. */
function bestTime(work: () => void): number {
  return Math.min(...Array.from({ length: 7 }, () => processorTime(work)));
}

describe('hostile patterns', () => {
  /** The longest patterns allowed get more time: a thousand tokens against thousands of characters. */
  const HOSTILE: readonly (readonly [title: string, milliseconds: number, pattern: string, path: string])[] =
    [
      ['stars between letters against 40 letters', 5, '*a*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(40)],
      ['stars between letters against 201 letters', 5, '*a*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(201)],
      ['any-depth parts against 101 parts', 5, `${'**/*/'.repeat(20)}b`, `${'a/'.repeat(100)}a`],
      ['stars between letters against 4,000 letters', 60, `${'*a'.repeat(500)}b`, 'a'.repeat(4000)],
      ['any-depth parts against 2,000 parts', 60, `${'**/a/'.repeat(200)}b`, `${'a/'.repeat(2000)}a`],
      ['stars and any-depth parts together', 60, `${'**/*a*a/'.repeat(100)}b`, `${'aaaa/'.repeat(400)}a`],
      ['question marks', 60, `${'*?'.repeat(300)}b`, 'a'.repeat(4000)],
      ['classes', 60, `${'*[!b]'.repeat(180)}b`, 'a'.repeat(4000)],
      ['open brackets', 60, '['.repeat(1024), '['.repeat(1023)],
      ['backslashes', 60, '\\'.repeat(1024), '\\'.repeat(511)],
    ];
  it.each(HOSTILE)('are matched in a few milliseconds: %s', (_title, milliseconds, glob, name) => {
    expect(patternFault(glob)).toBe(null);
    globMatcher([glob])('warm/up');
    expect(bestTime(() => expect(globMatcher([glob])(name)).toBe(false))).toBeLessThan(milliseconds);
  });

  it('take time that grows no faster than pattern times path', () => {
    const best = (size: number) => {
      const matches = globMatcher([`${'*a'.repeat(size)}b`]);
      const name = 'a'.repeat(size * 20);
      return bestTime(() => matches(name));
    };
    best(400);
    // Eight times pattern and path is 64 times the product; cubic growth would be 512 times.
    expect(best(400) / Math.max(best(50), 0.05)).toBeLessThan(250);
  });
});
