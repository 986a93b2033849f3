import type { History } from '../ports.js';
import { ownedTags } from '../tags/newest.js';
import { formatTag, parseTag, refFault } from '../tags/template.js';
import { raiseVersion } from '../versions/level.js';
import { formatVersion, parseVersion } from '../versions/version.js';
import type { ExaminedRef } from '../workflows/rules/inspection.js';
import { unheardPreReleases } from '../workflows/rules/pre-releases.js';
import type { Package } from '../workspace/package.js';

/** The tag of the next patch of every package, by name: those of a group may share one. */
export async function nextTags(
  packages: readonly Package[],
  history: Pick<History, 'tags'>,
): Promise<ReadonlyMap<string, Package[]>> {
  const unwritten = packages.some(({ version }) => version === null || parseVersion(version) === null);
  const tags = unwritten ? (await history.tags()).map(({ name }) => name) : [];
  const names = new Map<string, Package[]>();
  for (const each of packages) {
    const name = formatTag(each.template, each, formatVersion(nextVersion(each, tags)));
    if (refFault(name) === null) names.set(name, [...(names.get(name) ?? []), each]);
  }
  return names;
}

function nextVersion(each: Package, tags: readonly string[]) {
  const written = each.version === null ? null : parseVersion(each.version);
  // Where the tag is the version, any tag of the package will do.
  const last =
    written ?? tags.map(tag => parseTag(each.template, each, tag)).find(version => version !== null);
  return last == null ? FIRST : raiseVersion(last, 'patch');
}

const FIRST = { epoch: 0, release: [0, 1, 0], pre: null, post: null, dev: null, local: null } as const;

/**
 * Of the packages whose pre-releases no publisher waits for those that have any: a version that is one, or a tag of
 * one. Tags are listed only where that matters.
 */
export async function preReleased(
  refs: readonly ExaminedRef[],
  history: Pick<History, 'tags'>,
): Promise<ReadonlySet<Package>> {
  const packages = unheardPreReleases(refs).flatMap(({ ref }) => ref.packages);
  if (packages.length === 0) return new Set();
  const names = (await history.tags()).map(({ name }) => name);
  const tagged = ownedTags(packages, names).filter(({ version }) => version.pre !== null);
  return new Set([...packages.filter(isPreRelease), ...tagged.map(owned => owned.package)]);
}

/** `1.2.0a0` is what a branch is often called between releases, which says nothing. */
function isPreRelease({ version }: Package): boolean {
  return ((version === null ? null : parseVersion(version))?.pre?.number ?? 0) > 0;
}
