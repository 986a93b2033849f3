import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, type Pattern } from '../../../src/core/workflows/pattern.js';
import { remarkOn } from '../../../src/core/workflows/pattern-remarks.js';

interface Vectors {
  readonly patterns: readonly { pattern: string; yes: string[]; no: string[] }[];
  readonly invalid: readonly string[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('./patterns.vectors.json', import.meta.url), 'utf8'),
);

function compiled(text: string): Pattern {
  const result = compilePattern(text);
  if (!result.ok) throw new Error(`${text}: ${result.fault}`);
  return result.pattern;
}

describe('GitHub’s filter patterns', () => {
  it.each(vectors.patterns)('$pattern', ({ pattern, yes, no }) => {
    const { matches } = compiled(pattern);
    expect({ yes: yes.filter(matches), no: no.filter(matches) }).toEqual({ yes, no: [] });
  });

  it.each(vectors.invalid)('refuses %j with a reason', text => {
    expect(compilePattern(text)).toEqual({ ok: false, fault: expect.stringMatching(/\S/) });
  });

  it('reads ! as a negation at the start only', () => {
    expect(compiled('!v*')).toMatchObject({ negated: true, text: '!v*' });
    expect(compiled('!v*').matches('v1')).toBe(true);
    expect(compiled('v!')).toMatchObject({ negated: false, prefix: 'v!', literal: true });
    expect(compiled('\\!v')).toMatchObject({ negated: false, prefix: '!v' });
  });

  it('knows what every match starts with', () => {
    expect(
      ['core-v*', 'a/b/**', '**/x', 'ab?c', 'ab+c', 'a\\*b', '[a]b'].map(text => compiled(text).prefix),
    ).toEqual(['core-v', 'a/b/', '', 'a', 'a', 'a*b', '']);
    expect(compiled('a/b/**').wholeFolder).toBe(true);
    expect(compiled('a/b/**/c').wholeFolder).toBe(false);
    expect(compiled('a/b/*').wholeFolder).toBe(false);
  });

  it('matches in time that grows with the lengths only', () => {
    const name = `${'a'.repeat(2000)}b`;
    const hostile = [
      '*a'.repeat(500),
      'a+'.repeat(1000),
      'a?'.repeat(1000),
      '**/'.repeat(600),
      '[a-z]+*'.repeat(400),
    ];
    const start = performance.now();
    for (const text of hostile) compiled(text).matches(name);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(compilePattern('a'.repeat(5000))).toMatchObject({ ok: false });
  });
});

/** Tokens with what a regular expression says for them: an oracle that shares nothing with the matcher. */
const TOKENS: readonly (readonly [string, string])[] = [
  ['a', 'a'],
  ['b', 'b'],
  ['.', '\\.'],
  ['a?', 'a?'],
  ['b+', 'b+'],
  ['[ab]', '[ab]'],
  ['[a-b]+', '[a-b]+'],
  ['[.]?', '[.]?'],
  ['\\*', '\\*'],
  ['(', '\\('],
];
const WILD: readonly (readonly [string, string])[] = [
  ['*', '[^/]*'],
  ['**', '[^]*'],
];

const part = fc
  .tuple(
    fc.array(fc.constantFrom(...TOKENS), { maxLength: 3 }),
    fc.option(fc.constantFrom(...WILD)),
    fc.array(fc.constantFrom(...TOKENS), { maxLength: 2 }),
  )
  .map(([before, wild, after]) => [...before, ...(wild === null ? [] : [wild]), ...after])
  .filter(tokens => tokens.length > 0);

const FOLDERS = ['**/', '(?:[^]*\\/)?'] as const;

const pattern = fc.array(fc.tuple(fc.boolean(), part), { minLength: 1, maxLength: 3 }).map(parts => {
  const tokens = parts.flatMap(([folders, each], index) => [
    ...(index === 0 ? [] : [['/', '\\/'] as const]),
    ...(folders ? [FOLDERS] : []),
    // A part of nothing but ** before another one is what FOLDERS is.
    ...(each.length === 1 && each[0]?.[0] === '**' && index < parts.length - 1
      ? [['a', 'a'] as const]
      : each),
  ]);
  return { text: tokens.map(([text]) => text).join(''), oracle: tokens.map(([, source]) => source).join('') };
});

describe('against regular expressions', () => {
  it('gives the same answer on any pattern and name', () => {
    const name = fc
      .array(fc.constantFrom('a', 'b', '.', '/', '*', '('), { maxLength: 8 })
      .map(all => all.join(''));
    fc.assert(
      fc.property(pattern, name, ({ text, oracle }, subject) => {
        expect([text, subject, compiled(text).matches(subject)]).toEqual([
          text,
          subject,
          new RegExp(`^(?:${oracle})$`, 'u').test(subject),
        ]);
      }),
      { numRuns: 5000 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, subject) => {
        const result = compilePattern(text);
        expect(typeof (result.ok ? result.pattern.matches(subject) : result.fault)).not.toBe('undefined');
      }),
    );
  });
});

describe('patterns that do less than they seem to', () => {
  it.each([
    ['refs/tags/v*', 'ref', true],
    ['refs/heads/main', 'ref', true],
    ['v\\d+', 'ref', true],
    ['^v1', 'ref', true],
    ['a b', 'ref', true],
    ['a~1', 'ref', true],
    ['a:b', 'ref', true],
    ['/v1', 'ref', true],
    ['v1/', 'ref', true],
    ['v1.', 'ref', true],
    ['v1$', 'ref', false],
    ['v{1,2}', 'ref', false],
    ['v(1|2)', 'ref', false],
    ['[!a]', 'ref', false],
    ['[0-9]*.[0-9]*', 'ref', false],
    ['./src/**', 'path', true],
    ['src/../lib/**', 'path', true],
    ['/src/**', 'path', true],
    ['src/', 'path', true],
    [' src/**', 'path', true],
    ['**/*.{js,ts}', 'path', false],
  ] as const)('%s in a filter of %ss', (text, subject, never) => {
    expect(remarkOn(text, subject)).toMatchObject({ never, hint: expect.stringMatching(/\S/) });
    expect(remarkOn(`!${text}`, subject)).toMatchObject({ never });
  });

  it.each([
    ['v*', 'ref'],
    ['v[0-9]+.[0-9]+.[0-9]+', 'ref'],
    ['v[0-9]*', 'ref'],
    ['v1.*', 'ref'],
    ['feature/**', 'ref'],
    ['v1\\.2', 'ref'],
    ['**', 'path'],
    ['.github/workflows/*.yml', 'path'],
    ['src/**/*.py', 'path'],
    ['a b/c', 'path'],
  ] as const)('%s in a filter of %ss is fine', (text, subject) => {
    expect(remarkOn(text, subject)).toBeNull();
  });
});
