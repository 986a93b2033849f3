import { templateFault } from '../tags/template.js';
import { compareVersions, parseVersion, type Version } from '../versions/version.js';
import type { Findings, FoundGroup, FoundPackage, FoundTemplate } from './findings.js';
import { bareStyles, type InitPackage, type OwnedStyle, ownerFinder } from './owners.js';
import { exampleOf, styleInUse, type TagStyle, tagStyles } from './tag-styles.js';
import { chooseTemplates } from './templates.js';

/**
 * What the configuration must say so that relctl reads and makes the tags that a repository has.
 * @param packages as relctl finds them without a configuration
 * @param base the branch to compare with, where relctl would find none by itself
 */
export function inferConfig(
  packages: readonly InitPackage[],
  tags: readonly string[],
  base: string | null,
): Findings {
  const styles = tagStyles(tags).filter(({ prefix }) => templateFault(`${prefix}{version}`) === null);
  const bare = bareStyles(styles, packages);
  const { owned, older } = ownedStyles(styles, bare, packages);
  const tagged = new Set(owned.map(({ owner }) => owner));
  const rest = packages.filter(each => !tagged.has(each));
  const shared = sharedStyle(styles, bare, packages, rest);
  const { tag, packages: settings } = chooseTemplates(owned, packages);
  const settled = shared === null ? NOTHING : settle(shared, packages);
  const untagged = rest.filter(each => shared?.members.includes(each) !== true);
  return {
    base,
    tag: settled.tag ?? tag,
    packages: [...settings, ...settled.packages],
    group: settled.group,
    remarks: [
      ...older.map(olderRemark),
      ...untaggedRemark(untagged, tags.length > 0 && untagged.length < packages.length),
    ],
  };
}

interface Older {
  readonly owner: InitPackage;
  readonly style: TagStyle;
}

/** The style that each package uses, where that names it, and those that it used before. */
function ownedStyles(
  styles: readonly TagStyle[],
  bare: readonly TagStyle[],
  packages: readonly InitPackage[],
): { owned: OwnedStyle[]; older: Older[] } {
  const find = ownerFinder(packages);
  const byOwner = new Map<InitPackage, OwnedStyle[]>();
  for (const style of styles) {
    const each = bare.includes(style) ? null : find(style);
    if (each !== null) byOwner.set(each.owner, [...(byOwner.get(each.owner) ?? []), each]);
  }
  const owned: OwnedStyle[] = [];
  const older: Older[] = [];
  for (const [owner, candidates] of byOwner) {
    const used = usedStyle(
      owner,
      candidates.map(({ style }) => style),
      bare,
      packages.length === 1,
    );
    for (const each of candidates) {
      if (each.style === used) owned.push(each);
      else older.push({ owner, style: each.style });
    }
  }
  return { owned, older };
}

/**
 * A style that names the package, unless only one that names none has the present version. Where there is no other
 * package, both kinds are its own.
 */
function usedStyle(
  { version }: InitPackage,
  own: readonly TagStyle[],
  bare: readonly TagStyle[],
  alone: boolean,
): TagStyle | undefined {
  if (alone) return styleInUse([...own, ...bare], version);
  const holds = ({ versions }: TagStyle) => versions.some(each => isVersion(version, each));
  return bare.some(holds) && !own.some(holds) ? undefined : styleInUse(own, version);
}

interface Shared {
  readonly style: TagStyle;
  readonly members: readonly InitPackage[];
}

/**
 * Tags that name no package, and the packages without tags of their own that have the version of the newest one. Where
 * none has, the package in the root is meant, or the only one there is.
 */
function sharedStyle(
  styles: readonly TagStyle[],
  bare: readonly TagStyle[],
  packages: readonly InitPackage[],
  rest: readonly InitPackage[],
): Shared | null {
  const only = packages.length === 1 ? packages[0] : undefined;
  const style = styleInUse(bare, only?.version ?? null) ?? (only && foreignStyle(styles, only));
  if (style === undefined || rest.length === 0) return null;
  if (only !== undefined) return { style, members: [only] };
  const same = rest.filter(({ version }) => isVersion(version, style.versions[0] as Version));
  const root = rest.filter(({ path }) => path === '.');
  const members = same.length > 0 ? same : root.length > 0 ? root : withOneVersion(rest, packages);
  return members.length === 0 ? null : { style, members };
}

/** A text that names neither the package nor nothing counts where it tags the very version that the package has. */
function foreignStyle(styles: readonly TagStyle[], { version }: InitPackage): TagStyle | undefined {
  const found = styles.filter(({ versions }) => versions.some(each => isVersion(version, each)));
  return found.length === 1 ? found[0] : undefined;
}

function isVersion(text: string | null, version: Version): boolean {
  const own = text === null ? null : parseVersion(text);
  return own !== null && compareVersions(own, version) === 0;
}

/** All packages, where no version is different: they are between two releases, or git gives the version. */
function withOneVersion(
  rest: readonly InitPackage[],
  packages: readonly InitPackage[],
): readonly InitPackage[] {
  return rest.length === packages.length && new Set(rest.map(({ version }) => version)).size === 1
    ? rest
    : [];
}

interface Settled {
  readonly tag: FoundTemplate | null;
  readonly packages: readonly FoundPackage[];
  readonly group: FoundGroup | null;
}

const NOTHING: Settled = { tag: null, packages: [], group: null };

/** One package of one: the template of all. One of several: its own. Several: a group with one tag. */
function settle({ style, members }: Shared, packages: readonly InitPackage[]): Settled {
  const template = `${style.prefix}{version}`;
  const example = exampleOf(style);
  const [first] = members as [InitPackage];
  if (packages.length === 1) return { ...NOTHING, tag: { template, example } };
  if (members.length === 1) {
    const { id, name, path } = first;
    return { ...NOTHING, packages: [{ id, name, path, tag: template, example }] };
  }
  const group = { name: groupName(members), packages: members.map(({ id }) => id), template, example };
  return { ...NOTHING, group };
}

/** The words that all names begin with: `strata` of strata-common and strata-utils. */
function groupName(members: readonly InitPackage[]): string {
  const names = members.map(({ name }) => name.toLowerCase().split(/[-_.]+/));
  const [first = []] = names;
  const same = first.findIndex((part, index) => names.some(parts => parts[index] !== part));
  return first.slice(0, same < 0 ? first.length : same).join('-') || 'all';
}

function olderRemark({ owner, style }: Older): string {
  return `Older tags of ${owner.id}, such as ${exampleOf(style)}, are not read as its releases.`;
}

const NAMED_AT_MOST = 10;

function untaggedRemark(untagged: readonly InitPackage[], wanted: boolean): string[] {
  if (!wanted || untagged.length === 0) return [];
  const paths = untagged.slice(0, NAMED_AT_MOST).map(({ path }) => path);
  const more = untagged.length > NAMED_AT_MOST ? ` and ${untagged.length - NAMED_AT_MOST} more` : '';
  return [
    `No tag belongs to ${paths.join(', ')}${more}. What is never released can be left out: exclude = ["FOLDER"].`,
  ];
}
