import { RelctlError } from '../errors.js';
import { readTrailers } from '../plan/message.js';
import type { CommitInfo, Remote, TagRef } from '../ports.js';
import { leadsTo, tagRef } from '../release/references.js';
import { formatTag, refFault } from '../tags/template.js';
import { normalizeVersion } from '../versions/version.js';
import type { Package } from '../workspace/package.js';
import type { Workspace } from '../workspace/workspace.js';

/** A tag that there should be. */
export interface Wanted {
  readonly name: string;
  readonly package: string | null;
  readonly version: string;
  readonly commit: string;
  /** Others that say so too: a release commit that was rebased keeps its trailers. */
  readonly also: readonly string[];
  /** Named with `--package`: answered for even if there is nothing to do. */
  readonly asked: boolean;
}

type Released = Pick<CommitInfo, 'commit' | 'message'>;

/**
 * The tags of packages that were asked for, at the commit that released their version or else at HEAD, and of all
 * release commits.
 * @throws NOT_BUMPABLE, TAG_INVALID
 */
export function wantedTags(
  asked: readonly Package[],
  head: string,
  released: readonly Released[],
  workspace: Workspace,
): Wanted[] {
  return uniqueTags([
    ...asked.map(each => ofPackage(each, head, released, workspace)),
    ...released.flatMap(({ commit, message }) => ofTrailers(commit, message, workspace)),
  ]);
}

/** The commit that released the present version, else HEAD. */
function ofPackage(each: Package, head: string, released: readonly Released[], workspace: Workspace): Wanted {
  const version = each.version === null ? null : normalizeVersion(each.version);
  if (version === null) {
    throw new RelctlError(
      'NOT_BUMPABLE',
      `${each.id} has no version to tag: it takes it from ${each.source.kind}`,
    );
  }
  const trailer = released.find(({ message }) =>
    readTrailers(message).some(release => release.id === each.id && release.version === version),
  );
  return { ...wantedTag(each, version, workspace), commit: trailer?.commit ?? head, also: [], asked: true };
}

function ofTrailers(commit: string, message: string, workspace: Workspace): Wanted[] {
  return readTrailers(message).flatMap(({ id, version }) => {
    const each = workspace.byId.get(id);
    return each === undefined
      ? []
      : [{ ...wantedTag(each, version, workspace), commit, also: [], asked: false }];
  });
}

function wantedTag(
  each: Package,
  version: string,
  { config }: Workspace,
): Pick<Wanted, 'name' | 'package' | 'version'> {
  const name = formatTag(each.template, each, version);
  const fault = refFault(name);
  if (fault !== null)
    throw new RelctlError(
      'TAG_INVALID',
      `${each.id}: the tag ${JSON.stringify(name)} is not allowed: ${fault}`,
    );
  const shared = each.group !== null && config.group.get(each.group)?.tag === each.template;
  return { name, package: shared ? null : each.id, version };
}

/** The package of a tag; none for the tag of a group. */
export function ownerOf({ package: id }: Wanted, { byId }: Workspace): Package[] {
  const owner = id === null ? undefined : byId.get(id);
  return owner === undefined ? [] : [owner];
}

/** The group that a tag is of. */
export function groupOf(name: string, { packages }: Workspace): string {
  const member = packages.find(
    each => each.version !== null && formatTag(each.template, each, each.version) === name,
  );
  return member?.group ?? 'release';
}

function uniqueTags(tags: readonly Wanted[]): Wanted[] {
  const unique = new Map<string, Wanted>();
  for (const tag of tags) {
    const known = unique.get(tag.name);
    const also = known === undefined ? [] : [...known.also, tag.commit];
    unique.set(tag.name, { ...(known ?? tag), also });
  }
  return [...unique.values()];
}

/** A tag of a trailer that stands elsewhere is a conflict; one asked for at HEAD may be older. @throws TAG_TAKEN */
export function requireSamePlace(tag: Wanted, existing: TagRef | undefined): void {
  if (existing === undefined || tag.asked) return;
  if (existing.commit !== null && commitsOf(tag).includes(existing.commit)) return;
  throw new RelctlError(
    'TAG_TAKEN',
    `the tag ${tag.name} is at ${existing.commit?.slice(0, 12)}, but ${tag.commit.slice(0, 12)} released it`,
    {
      hint: `Look at both commits. Where ${tag.name} was never pushed, delete it with git tag -d and run the command again.`,
      details: { tag: tag.name, commit: existing.commit, released: tag.commit },
    },
  );
}

function commitsOf({ commit, also }: Wanted): string[] {
  return [commit, ...also];
}

/** What a remote lacks. @throws REMOTE_REJECTED where it has the tag of a release elsewhere */
export function unpushedTags(
  wanted: readonly Wanted[],
  refs: ReadonlyMap<string, string>,
  remote: Remote,
): readonly Wanted[] {
  for (const tag of wanted) {
    const { name, commit, asked } = tag;
    const there = refs.get(tagRef(name));
    if (there === undefined || asked || commitsOf(tag).some(each => leadsTo(refs, tagRef(name), each)))
      continue;
    throw new RelctlError('REMOTE_REJECTED', `${remote.name} has the tag ${name} on another commit`, {
      hint: 'Look at both: git ls-remote --tags. relctl moves no tags.',
      details: { tag: name, object: there, released: commit },
    });
  }
  return wanted.filter(({ name }) => !refs.has(tagRef(name)));
}
