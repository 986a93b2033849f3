import { compareVersions, formatVersion, parseVersion, type Version } from '../versions/version.js';

/** Tags that have one text before their version in common: `contents-v` of `contents-v1.0.0`. */
export interface TagStyle {
  readonly prefix: string;
  /** The greatest first, at least one. */
  readonly versions: readonly Version[];
}

/** The tags of a repository by the text before their version; what ends in no version of normal form is left out. */
export function tagStyles(tags: readonly string[]): TagStyle[] {
  const byPrefix = new Map<string, Version[]>();
  for (const tag of tags) {
    const split = splitTag(tag);
    if (split === null) continue;
    const same = byPrefix.get(split.prefix);
    if (same === undefined) byPrefix.set(split.prefix, [split.version]);
    else same.push(split.version);
  }
  return [...byPrefix].map(([prefix, versions]) => ({
    prefix,
    versions: versions.sort((a, b) => compareVersions(b, a)),
  }));
}

/** Reference names of a usual length; longer ones are no tags of releases. */
const LONGEST = 250;

/** The longest version that a tag ends in: `v1.2.3rc1` is not `v1.2.3rc` and `1`. */
function splitTag(tag: string): { prefix: string; version: Version } | null {
  if (tag.length > LONGEST) return null;
  for (const { index } of tag.matchAll(/(?<![\d.])\d/g)) {
    const text = tag.slice(index);
    const version = parseVersion(text);
    if (version !== null && formatVersion(version) === text) return { prefix: tag.slice(0, index), version };
  }
  return null;
}

/**
 * Of several styles the one in use: it has a tag for the present version, else the greatest version, else the most
 * tags. Undefined where there is none.
 */
export function styleInUse(styles: readonly TagStyle[], present: string | null): TagStyle | undefined {
  const version = present === null ? null : parseVersion(present);
  const isPresent = (style: TagStyle) =>
    version !== null && style.versions.some(each => compareVersions(each, version) === 0);
  return [...styles].sort(
    (left, right) =>
      Number(isPresent(right)) - Number(isPresent(left)) ||
      compareVersions(right.versions[0] as Version, left.versions[0] as Version) ||
      right.versions.length - left.versions.length,
  )[0];
}

/** The newest tag of a style, as an example. */
export function exampleOf({ prefix, versions }: TagStyle): string {
  return `${prefix}${formatVersion(versions[0] as Version)}`;
}
