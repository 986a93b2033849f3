import { describe, expect, it } from 'vitest';
import { formatSemver, spellVersion } from '../../../src/core/versions/semver.js';
import { parseVersion, type Version } from '../../../src/core/versions/version.js';

function parsed(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}

describe('formatSemver', () => {
  const ROWS: readonly (readonly [version: string, semver: string | null])[] = [
    ['1.2.3', '1.2.3'],
    ['1.2.0a1', '1.2.0-alpha.1'],
    ['1.2.0b1', '1.2.0-beta.1'],
    ['1.2.0rc1', '1.2.0-rc.1'],
    ['1.2.0.dev3', '1.2.0-dev.3'],
    ['1.2.0+build.5', '1.2.0+build.5'],
    ['1.2.0rc1+x', '1.2.0-rc.1+x'],
    ['1.2.0rc1.dev2', null],
    ['1.2.0.post1', null],
    ['1.2.0rc1.post1', null],
    ['1!1.2.0', null],
    ['1.2', null],
    ['1.2.3.4', null],
  ];
  it.each(ROWS)('writes %s as %j', (version, semver) => {
    expect(formatSemver(parsed(version))).toBe(semver);
    expect(spellVersion(parsed(version), true)).toBe(semver);
    expect(spellVersion(parsed(version), false)).toBe(version);
  });

  it('gives texts that PEP 440 reads back as the same version', () => {
    for (const [version, semver] of ROWS)
      if (semver !== null) expect(parseVersion(semver)).toEqual(parsed(version));
  });
});
