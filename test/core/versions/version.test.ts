import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  formatVersion,
  normalizeVersion,
  parseVersion,
  sameVersion,
  type Version,
} from '../../../src/core/versions/version.js';
import { askPython } from '../support/python.js';

const number = fc.oneof(
  fc.nat({ max: 12 }).map(String),
  fc.nat({ max: 3000 }).map(String),
  fc.constantFrom('00', '007', '20240105'),
);
const separator = fc.constantFrom('', '', '.', '-', '_');
const optional = (arbitrary: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), arbitrary);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map(texts => texts.join(''));
const maybeNumber = fc.oneof(fc.constant(''), joined(separator, number));
const kind = fc.constantFrom('a', 'b', 'c', 'rc', 'alpha', 'beta', 'pre', 'preview', 'A', 'RC', 'Beta');
const postWord = fc.constantFrom('post', 'rev', 'r', 'POST');
const localPart = fc.string({
  unit: fc.constantFrom('a', 'C', 'z', '0', '1', '9'),
  minLength: 1,
  maxLength: 3,
});

/** Every spelling that PEP 440 allows. */
const spelling = joined(
  fc.constantFrom('', '', '', 'v', 'V', ' '),
  optional(joined(fc.constantFrom('0', '1', '2'), fc.constant('!'))),
  fc.array(number, { minLength: 1, maxLength: 5 }).map(parts => parts.join('.')),
  optional(joined(separator, kind, maybeNumber)),
  optional(fc.oneof(joined(fc.constant('-'), number), joined(separator, postWord, maybeNumber))),
  optional(joined(separator, fc.constantFrom('dev', 'DEV'), maybeNumber)),
  optional(
    joined(
      fc.constant('+'),
      localPart,
      fc
        .array(joined(fc.constantFrom('.', '-', '_'), localPart), { maxLength: 2 })
        .map(texts => texts.join('')),
    ),
  ),
  fc.constantFrom('', '', ' ', '\n'),
);
/** Texts that are nearly versions. */
const noise = fc.string({
  unit: fc.constantFrom(...'0123.!+-_abcrvdevpost ', 'rc', 'dev', 'post', '1.0'),
  maxLength: 12,
});

const canonical: fc.Arbitrary<Version> = fc.record({
  epoch: fc.constantFrom(0, 0, 0, 1, 2),
  release: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 4 }),
  pre: fc.option(fc.record({ kind: fc.constantFrom('a', 'b', 'rc'), number: fc.nat({ max: 12 }) })),
  post: fc.option(fc.nat({ max: 12 })),
  dev: fc.option(fc.nat({ max: 12 })),
  local: fc.option(fc.constantFrom('abc', '1', '10', 'abc.1', '1.abc', '0.x.9')),
});

function parsed(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}

describe('normalizeVersion', () => {
  const ROWS: readonly (readonly [text: string, normal: string])[] = [
    ['1.2.0-rc.1', '1.2.0rc1'],
    ['1.2.0.RC1', '1.2.0rc1'],
    ['1.2.0c1', '1.2.0rc1'],
    ['1.2.0pre1', '1.2.0rc1'],
    ['1.2.0preview1', '1.2.0rc1'],
    ['1.0-alpha-1', '1.0a1'],
    ['1.2.3-beta', '1.2.3b0'],
    ['1.0a', '1.0a0'],
    ['1.0.dev', '1.0.dev0'],
    ['1.0-1', '1.0.post1'],
    ['1.0r3', '1.0.post3'],
    ['1.0rev3', '1.0.post3'],
    ['1.0.0-0', '1.0.0.post0'],
    ['v1.0', '1.0'],
    ['2024.01.05', '2024.1.5'],
    ['1.0+ABC-1_2', '1.0+abc.1.2'],
    ['1.0+001', '1.0+1'],
    ['1.0+abc.1', '1.0+abc.1'],
    ['1!1.0', '1!1.0'],
    ['0!1.0', '1.0'],
    ['1.0a1.post2.dev3+x', '1.0a1.post2.dev3+x'],
    ['0.5b0.dev', '0.5b0.dev0'],
    ['0', '0'],
    ['1.0.0', '1.0.0'],
    ['  1.0\n', '1.0'],
    ['1.2.0-dev.3', '1.2.0.dev3'],
  ];
  it.each(ROWS)('writes %j as %j', (text, normal) => {
    expect(normalizeVersion(text)).toBe(normal);
  });

  it.each([
    '1.0+0b1',
    '1.0+0x1f',
    '1.0+0o7',
    '1.0+1e5',
    '1.0+0e123456',
    '1.0+12345678901234567890',
  ])('keeps the local part of %s, though JavaScript would read a number there', text => {
    expect(normalizeVersion(text)).toBe(text);
  });

  it.each([
    ...['', ' ', 'unknown', '1.0.0-x.7', '1.0.0-alpha.beta', '1.2.3-SNAPSHOT', '1.2.3.RELEASE'],
    ...[
      '١.٢',
      '1.0٣',
      '1..0',
      '.1',
      '1.',
      '1.0+',
      '1.0+a..b',
      '1.0+_a',
      '!1.0',
      '1!',
      'a1',
      '1 .0',
      '1.0 a1',
    ],
    ...['{{ version }}', '1.0rc1rc2', '1.0.dev1.post1', '1.0.*', '==1.0', '-1', '1e3', '0x10', '1,0'],
  ])('takes %j for no version', text => {
    expect(normalizeVersion(text)).toBe(null);
  });

  it('refuses texts and numbers too large to be handled without loss', () => {
    expect(parseVersion('9007199254740991.1')).not.toBe(null);
    expect(parseVersion('9007199254740993')).toBe(null);
    expect(parseVersion('1.0.dev9007199254740993')).toBe(null);
    expect(parseVersion('1'.repeat(201))).toBe(null);
    expect(parseVersion(`1.0+${'a.'.repeat(100)}a`)).toBe(null);
  });

  it('agrees with packaging on every spelling, and on what is no version', context => {
    const texts = fc.sample(fc.oneof({ weight: 3, arbitrary: spelling }, noise), {
      numRuns: 6000,
      seed: 440,
    });
    const answers = askPython<(string | null)[]>(
      context,
      ['packaging.version'],
      `
from packaging.version import Version, InvalidVersion
def normal(text):
    try:
        return str(Version(text))
    except InvalidVersion:
        return None
answer([normal(text) for text in data])
`,
      texts,
    );
    const wrong = texts.flatMap((text, index) => {
      const ours = normalizeVersion(text);
      return ours === answers[index] ? [] : [{ text, ours, packaging: answers[index] }];
    });
    expect(wrong).toEqual([]);
    expect(answers.filter(normal => normal === null).length).toBeGreaterThan(200);
    expect(answers.filter(normal => normal !== null).length).toBeGreaterThan(3000);
  });
});

describe('parseVersion and formatVersion', () => {
  it('are inverse', () => {
    fc.assert(
      fc.property(canonical, version => {
        expect(parseVersion(formatVersion(version))).toEqual(version);
      }),
    );
  });

  it('reach the normal form in one step', () => {
    fc.assert(
      fc.property(spelling, text => {
        const normal = normalizeVersion(text);
        expect(normal).not.toBe(null);
        expect(normalizeVersion(normal ?? '')).toBe(normal);
      }),
    );
  });
});

describe('compareVersions', () => {
  const CHAIN = [
    ...['0', '0.0.1', '1.0.dev1', '1.0.dev2', '1.0a1.dev1', '1.0a1', '1.0a1.post1', '1.0a2.dev1', '1.0a2'],
    ...['1.0a10', '1.0b1', '1.0rc1', '1.0', '1.0+abc', '1.0+1', '1.0+1.abc', '1.0+1.1', '1.0+10'],
    ...['1.0.post1.dev1', '1.0.post1', '1.0.post10', '1.1.dev1', '1.1', '1.9', '1.10', '2', '1!0.1', '2!0'],
  ];
  it('keeps the order of PEP 440 through the whole chain', () => {
    for (const [low, left] of CHAIN.entries())
      for (const [high, right] of CHAIN.entries()) {
        const sign = Math.sign(compareVersions(parsed(left), parsed(right)));
        expect(`${left} ${sign} ${right}`).toBe(`${left} ${Math.sign(low - high)} ${right}`);
      }
  });

  it.each([
    ['1.0', '1.0.0'],
    ['1', '1.0.0.0'],
    ['1.0+abc', '1.0.0+ABC'],
    ['0!1.0', '1.0'],
    ['1.0rc0', '1.0c'],
  ])('takes %s and %s for equal', (left, right) => {
    expect(compareVersions(parsed(left), parsed(right))).toBe(0);
    expect(sameVersion(left, right)).toBe(true);
  });

  it('agrees with packaging on the order of generated pairs', context => {
    const close = fc.tuple(canonical, canonical).chain(([left, right]) =>
      fc.constantFrom<[Version, Version]>(
        [left, right],
        // Versions that share most parts, so that the later parts decide.
        [left, { ...right, epoch: left.epoch, release: left.release }],
        [left, { ...right, epoch: left.epoch, release: left.release, pre: left.pre }],
        [left, { ...left, release: [...left.release, 0] }],
        [left, { ...left, local: right.local }],
      ),
    );
    const pairs = fc
      .sample(close, { numRuns: 5000, seed: 441 })
      .map(([left, right]): [string, string] => [formatVersion(left), formatVersion(right)]);
    const signs = askPython<number[]>(
      context,
      ['packaging.version'],
      `
from packaging.version import Version
pairs = [(Version(a), Version(b)) for a, b in data]
answer([(a > b) - (a < b) for a, b in pairs])
`,
      pairs,
    );
    const wrong = pairs.filter(
      ([left, right], index) => Math.sign(compareVersions(parsed(left), parsed(right))) !== signs[index],
    );
    expect(wrong).toEqual([]);
  });
});

describe('sameVersion', () => {
  it.each([
    ['1.2.0-rc.1', '1.2.0rc1', true],
    ['1.2.0', '1.2.1', false],
    ['unknown', 'unknown', true],
    ['unknown', '1.0', false],
    ['', '', true],
    ['1.0', '1.0+local', false],
  ])('decides that %j and %j are the same: %j', (left, right, same) => {
    expect(sameVersion(left, right)).toBe(same);
    expect(sameVersion(right, left)).toBe(same);
  });
});
