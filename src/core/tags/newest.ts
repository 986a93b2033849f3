import { compareVersions, type Version } from '../versions/version.js';
import { type TagSubject, tagFrame, versionBetween } from './template.js';

/** A package as its tags know it. */
export interface TaggedPackage extends TagSubject {
  readonly template: string;
  /** Schemes of tags it had before. */
  readonly oldTemplates: readonly string[];
}

export interface OwnedTag<P extends TaggedPackage = TaggedPackage> {
  readonly package: P;
  readonly tag: string;
  readonly version: Version;
}

/**
 * Whose tags they are, and of which version. A tag that the frames of two packages fit belongs to the one whose frame
 * says more before the version; packages with one frame share it. Each tag is looked at once, however many packages
 * there are.
 */
export function ownedTags<P extends TaggedPackage>(
  packages: readonly P[],
  tags: readonly string[],
): OwnedTag<P>[] {
  const byStart = new Map<string, { readonly package: P; readonly frame: [string, string] }[]>();
  for (const each of packages) {
    for (const template of [each.template, ...each.oldTemplates]) {
      const frame = tagFrame(template, each);
      const same = byStart.get(frame[0]);
      if (same === undefined) byStart.set(frame[0], [{ package: each, frame }]);
      else same.push({ package: each, frame });
    }
  }
  const lengths = [...new Set([...byStart.keys()].map(({ length }) => length))].sort((a, b) => b - a);
  return tags.flatMap(tag => {
    for (const length of lengths) {
      const named = isDigit(tag.charAt(length)) ? byStart.get(tag.slice(0, length)) : undefined;
      if (named === undefined) continue;
      const owners = named.flatMap(({ package: each, frame }): OwnedTag<P>[] => {
        const version = versionBetween(frame, tag);
        return version === null ? [] : [{ package: each, tag, version }];
      });
      if (owners.length > 0) return owners;
    }
    return [];
  });
}

/** Every version in normal form starts with one. */
function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

/** The tag with the greatest version of each package, by id; versions are ordered by PEP 440. */
export function newestTags<P extends TaggedPackage>(
  packages: readonly P[],
  tags: readonly string[],
): Map<string, OwnedTag<P>> {
  const newest = new Map<string, OwnedTag<P>>();
  for (const owned of ownedTags(packages, tags)) {
    const known = newest.get(owned.package.id);
    if (known === undefined || compareVersions(owned.version, known.version) > 0)
      newest.set(owned.package.id, owned);
  }
  return newest;
}
