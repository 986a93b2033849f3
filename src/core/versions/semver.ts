import { formatVersion, type Version } from './version.js';

const NAMES = { a: 'alpha', b: 'beta', rc: 'rc' } as const;

/**
 * The semver spelling that Cargo and npm take; null where semver has none: an epoch, a post-release, more or less
 * than three parts, or a development release of a pre-release, which the two orders place differently.
 */
export function formatSemver(version: Version): string | null {
  const { epoch, release, pre, post, dev, local } = version;
  if (epoch !== 0 || post !== null || release.length !== 3 || (pre !== null && dev !== null)) return null;
  const suffix = pre !== null ? `-${NAMES[pre.kind]}.${pre.number}` : dev !== null ? `-dev.${dev}` : '';
  return `${release.join('.')}${suffix}${local === null ? '' : `+${local}`}`;
}

/** The spelling for a kind of place. */
export function spellVersion(version: Version, semver: boolean): string | null {
  return semver ? formatSemver(version) : formatVersion(version);
}
