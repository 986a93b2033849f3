import type { History } from '../ports.js';
import { ownedTags } from '../tags/newest.js';
import { refFault, tagFrame, versionBetween } from '../tags/template.js';
import { raiseVersion } from '../versions/level.js';
import { formatVersion, type Version } from '../versions/version.js';
import { PrefixMap } from '../workflows/prefix-map.js';
import type { ExaminedRef } from '../workflows/rules/inspection.js';
import { unheardPreReleases } from '../workflows/rules/pre-releases.js';
import type { Package } from '../workspace/package.js';

/** The versions of packages by their ids; null where no file holds one. */
export type Versions = ReadonlyMap<string, Version | null>;

/** The tag of the next patch of every package, by name: those of a group may share one. */
export async function nextTags(
  packages: readonly Package[],
  versions: Versions,
  history: Pick<History, 'tags'>,
): Promise<ReadonlyMap<string, Package[]>> {
  const unwritten = packages.some(({ id }) => versions.get(id) == null);
  const tags = new PrefixMap(
    unwritten ? (await history.tags()).map(({ name }, place) => [name, { name, place }]) : [],
  );
  const names = new Map<string, Package[]>();
  for (const each of packages) {
    const frame = tagFrame(each.template, each);
    // Where the tag is the version, any tag of the package will do.
    const last = versions.get(each.id) ?? firstTagged(frame, tags);
    const name = frame.join(formatVersion(last === null ? FIRST : raiseVersion(last, 'patch')));
    if (refFault(name) !== null) continue;
    const same = names.get(name);
    if (same === undefined) names.set(name, [each]);
    else same.push(each);
  }
  return names;
}

/** The version of the first tag in such a frame. */
function firstTagged(
  frame: readonly [string, string],
  tags: PrefixMap<{ readonly name: string; readonly place: number }>,
): Version | null {
  const own = tags.startingWith(frame[0]).sort((one, other) => one.place - other.place);
  for (const { name } of own) {
    const version = versionBetween(frame, name);
    if (version !== null) return version;
  }
  return null;
}

const FIRST = { epoch: 0, release: [0, 1, 0], pre: null, post: null, dev: null, local: null } as const;

/**
 * Of the packages whose pre-releases no publisher waits for those that have any: a version that is one, or a tag of
 * one. Tags are listed only where that matters.
 */
export async function preReleased(
  refs: readonly ExaminedRef[],
  versions: Versions,
  history: Pick<History, 'tags'>,
): Promise<ReadonlySet<Package>> {
  const packages = unheardPreReleases(refs).flatMap(({ ref }) => ref.packages);
  if (packages.length === 0) return new Set();
  const names = (await history.tags()).map(({ name }) => name);
  const tagged = ownedTags(packages, names).filter(({ version }) => version.pre !== null);
  // `1.2.0a0` is what a branch is often called between releases, which says nothing.
  const written = packages.filter(({ id }) => (versions.get(id)?.pre?.number ?? 0) > 0);
  return new Set([...written, ...tagged.map(owned => owned.package)]);
}
