import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isLevel,
  LEVELS,
  type Level,
  type PreLevel,
  raiseVersion,
} from '../../../src/core/versions/level.js';
import {
  compareVersions,
  formatVersion,
  parseVersion,
  type Version,
} from '../../../src/core/versions/version.js';

function parsed(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}

/** In the order of `LEVELS`. A result behind `<` does not increase the version: the caller refuses it. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  '1.2.3': '2.0.0 1.3.0 1.2.4 <1.2.3 <1.2.3a1 <1.2.3b1 <1.2.3rc1 1.2.3.post1 <1.2.3.dev1'.split(' '),
  '1.2': '2.0 1.3 1.2.1 <1.2 <1.2a1 <1.2b1 <1.2rc1 1.2.post1 <1.2.dev1'.split(' '),
  '1': '2 1.1 1.0.1 <1 <1a1 <1b1 <1rc1 1.post1 <1.dev1'.split(' '),
  '0': '1 0.1 0.0.1 <0 <0a1 <0b1 <0rc1 0.post1 <0.dev1'.split(' '),
  '1.2.3.4':
    '2.0.0.0 1.3.0.0 1.2.4.0 <1.2.3.4 <1.2.3.4a1 <1.2.3.4b1 <1.2.3.4rc1 1.2.3.4.post1 <1.2.3.4.dev1'.split(
      ' ',
    ),
  '1!1.2.3':
    '1!2.0.0 1!1.3.0 1!1.2.4 <1!1.2.3 <1!1.2.3a1 <1!1.2.3b1 <1!1.2.3rc1 1!1.2.3.post1 <1!1.2.3.dev1'.split(
      ' ',
    ),
  '1.2.0a1': '2.0.0 1.3.0 1.2.1 1.2.0 1.2.0a2 1.2.0b1 1.2.0rc1 1.2.0a1.post1 <1.2.0a1.dev1'.split(' '),
  '1.2.0b2': '2.0.0 1.3.0 1.2.1 1.2.0 <1.2.0a1 1.2.0b3 1.2.0rc1 1.2.0b2.post1 <1.2.0b2.dev1'.split(' '),
  '1.2.0rc1': '2.0.0 1.3.0 1.2.1 1.2.0 <1.2.0a1 <1.2.0b1 1.2.0rc2 1.2.0rc1.post1 <1.2.0rc1.dev1'.split(' '),
  '1.2.1rc1': '2.0.0 1.3.0 1.2.2 1.2.1 <1.2.1a1 <1.2.1b1 1.2.1rc2 1.2.1rc1.post1 <1.2.1rc1.dev1'.split(' '),
  '2.0.0rc1': '3.0.0 2.1.0 2.0.1 2.0.0 <2.0.0a1 <2.0.0b1 2.0.0rc2 2.0.0rc1.post1 <2.0.0rc1.dev1'.split(' '),
  '1.2.0.post1': '2.0.0 1.3.0 1.2.1 <1.2.0 <1.2.0a1 <1.2.0b1 <1.2.0rc1 1.2.0.post2 <1.2.0.post1.dev1'.split(
    ' ',
  ),
  '1.2.0.dev3': '2.0.0 1.3.0 1.2.1 1.2.0 1.2.0a1 1.2.0b1 1.2.0rc1 1.2.0.post1 1.2.0.dev4'.split(' '),
  '1.2.0rc1.dev2': '2.0.0 1.3.0 1.2.1 1.2.0 <1.2.0a1 <1.2.0b1 1.2.0rc2 1.2.0rc1.post1 1.2.0rc1.dev3'.split(
    ' ',
  ),
  '1.2.0a1.post2.dev3':
    '2.0.0 1.3.0 1.2.1 1.2.0 1.2.0a2 1.2.0b1 1.2.0rc1 1.2.0a1.post3 1.2.0a1.post2.dev4'.split(' '),
  '1.2.3+abc': '2.0.0 1.3.0 1.2.4 <1.2.3 <1.2.3a1 <1.2.3b1 <1.2.3rc1 1.2.3.post1 <1.2.3.dev1'.split(' '),
  '1.9.9': '2.0.0 1.10.0 1.9.10 <1.9.9 <1.9.9a1 <1.9.9b1 <1.9.9rc1 1.9.9.post1 <1.9.9.dev1'.split(' '),
};

const ROWS = Object.entries(TABLE).flatMap(([from, results]) =>
  LEVELS.map((level, index) => [level, from, results[index] ?? 'missing'] as const),
);

const PRE_ROWS: readonly (readonly [from: string, level: Level, pre: PreLevel, to: string])[] = [
  ['1.2.3', 'patch', 'a', '1.2.4a1'],
  ['1.2.3', 'patch', 'b', '1.2.4b1'],
  ['1.2.3', 'patch', 'rc', '1.2.4rc1'],
  ['1.2.3', 'patch', 'dev', '1.2.4.dev1'],
  ['1.2.3', 'minor', 'rc', '1.3.0rc1'],
  ['1.2.3', 'major', 'a', '2.0.0a1'],
  ['1.2.0rc1', 'patch', 'rc', '1.2.1rc1'],
  ['1.2.0rc4', 'minor', 'rc', '1.3.0rc1'],
  ['1.2.0rc1', 'major', 'dev', '2.0.0.dev1'],
  ['1.2', 'minor', 'b', '1.3b1'],
  ['1.2', 'patch', 'b', '1.2.1b1'],
  ['1.2.3.4', 'patch', 'rc', '1.2.4.0rc1'],
  ['1!1.2.3', 'major', 'rc', '1!2.0.0rc1'],
  ['1.2.3+abc', 'minor', 'a', '1.3.0a1'],
  ['1.2.0.post1', 'patch', 'rc', '1.2.1rc1'],
  ['1.2.0.dev3', 'patch', 'dev', '1.2.1.dev1'],
  ['1.2.0a1', 'rc', 'dev', '1.2.0rc1.dev1'],
  ['1.2.0a1', 'a', 'dev', '1.2.0a2.dev1'],
];

describe('raiseVersion', () => {
  it.each(ROWS)('raises by %s from %s to %s', (level, from, result) => {
    const raised = raiseVersion(parsed(from), level);
    expect(formatVersion(raised)).toBe(result.replace('<', ''));
    expect(compareVersions(raised, { ...parsed(from), local: null }) > 0).toBe(!result.startsWith('<'));
  });

  it.each(PRE_ROWS)('raises %s by %s with --pre %s to %s', (from, level, pre, to) => {
    expect(formatVersion(raiseVersion(parsed(from), level, pre))).toBe(to);
  });

  const version: fc.Arbitrary<Version> = fc.record({
    epoch: fc.constantFrom(0, 1),
    release: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 5 }),
    pre: fc.option(fc.record({ kind: fc.constantFrom('a', 'b', 'rc'), number: fc.nat({ max: 9 }) })),
    post: fc.option(fc.nat({ max: 9 })),
    dev: fc.option(fc.nat({ max: 9 })),
    local: fc.option(fc.constant('abc')),
  });
  it('always increases the version by major, minor, patch and post, keeps the epoch and never drops a part', () => {
    fc.assert(
      fc.property(version, fc.constantFrom<Level>('major', 'minor', 'patch', 'post'), (before, level) => {
        const after = raiseVersion(before, level);
        expect(compareVersions(after, { ...before, local: null })).toBeGreaterThan(0);
        expect(after.epoch).toBe(before.epoch);
        expect(after.release.length).toBeGreaterThanOrEqual(before.release.length);
        expect(after.local).toBe(null);
        expect(after.dev).toBe(null);
      }),
    );
  });

  it('leaves the given version as it is', () => {
    const before = Object.freeze({ ...parsed('1.2.3rc1'), release: Object.freeze([1, 2, 3]) });
    for (const level of LEVELS) raiseVersion(before, level, 'dev');
    expect(formatVersion(before)).toBe('1.2.3rc1');
  });
});

describe('isLevel', () => {
  it('knows the levels and nothing else', () => {
    for (const level of LEVELS) expect(isLevel(level)).toBe(true);
    for (const text of ['', 'Major', 'alpha', 'auto', '1.2.3', 'toString', 'length'])
      expect(isLevel(text)).toBe(false);
  });
});
