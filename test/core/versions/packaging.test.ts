import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  normalizeVersion,
  parseVersion,
  sameVersion,
  type Version,
} from '../../../src/core/versions/version.js';
import vectors from '../../vectors/packaging-versions.json' with { type: 'json' };

function parsed(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}

describe("the versions of packaging's own tests", () => {
  it('stand in their order, every pair of them', () => {
    const versions = vectors.ordered.map(parsed);
    const wrong = versions.flatMap((left, low) =>
      versions.flatMap((right, high) =>
        Math.sign(compareVersions(left, right)) === Math.sign(low - high)
          ? []
          : [`${vectors.ordered[low]} and ${vectors.ordered[high]}`],
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('are the same version only where they are equal', () => {
    for (const [low, left] of vectors.ordered.entries())
      for (const [high, right] of vectors.ordered.entries())
        expect([left, right, sameVersion(left, right)]).toEqual([left, right, low === high]);
  });

  it.each([
    ...vectors.normalized,
    ...vectors.written,
  ])('are written in normal form: %j as %j', (text, normal) => {
    expect(normalizeVersion(text as string)).toBe(normal);
    expect(sameVersion(text as string, normal as string)).toBe(true);
  });

  it.each(vectors.invalid)('are refused where they are none: %j', text => {
    expect(parseVersion(text)).toBe(null);
    expect(sameVersion(text, '1.0')).toBe(false);
  });

  it('are refused without delay where they are too long to be handled', () => {
    for (const text of ['1'.repeat(5000), `1.0a${'1'.repeat(5000)}`]) expect(parseVersion(text)).toBe(null);
  });
});
