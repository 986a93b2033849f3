import { compareVersions, formatVersion, isPreRelease, type Version } from './version.js';

/** Names that move from release to release, such as the `1.2`, `1` and `latest` of container images. */
export interface Aliases {
  /** `1.2`; null where the version is a pre-release, or a greater one of the same minor line is released. */
  readonly minor: string | null;
  /** `1`; likewise for the major line. */
  readonly major: string | null;
  /** Whether no greater stable version is released. */
  readonly latest: boolean;
}

/**
 * Which moving names a released version takes over. A fix for an old line moves that line's names and no others.
 * @param released the versions of the same package that are tagged, itself included or not
 */
export function aliasesOf(version: Version, released: readonly Version[]): Aliases {
  if (isPreRelease(version)) return { minor: null, major: null, latest: false };
  const greater = released.filter(other => !isPreRelease(other) && compareVersions(other, version) > 0);
  const alias = (parts: number) => {
    const line = lineOf(version, parts);
    return greater.some(other => lineOf(other, parts) === line) ? null : line;
  };
  return { minor: alias(2), major: alias(1), latest: greater.length === 0 };
}

/** The first parts of the release, with zeros where the version has fewer. */
function lineOf({ epoch, release }: Version, parts: number): string {
  const first = Array.from({ length: parts }, (_, index) => release[index] ?? 0);
  return formatVersion({ epoch, release: first, pre: null, post: null, dev: null, local: null });
}
