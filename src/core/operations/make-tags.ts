import { RelctlError } from '../errors.js';
import { readTrailers, TRAILER } from '../plan/message.js';
import { planPushes } from '../plan/pushes.js';
import { tagMessage } from '../plan/tags.js';
import type { History, Publisher, Remote, TagRef } from '../ports.js';
import { leadsTo, tagRef } from '../release/references.js';
import { formatTag, refFault } from '../tags/template.js';
import { normalizeVersion } from '../versions/version.js';
import type { Package } from '../workspace/package.js';
import type { Warning } from '../workspace/problem.js';
import { requirePackages } from '../workspace/select.js';
import type { Workspace } from '../workspace/workspace.js';
import { chooseSigning, NOT_SIGNED } from './choose-signing.js';
import { judged, type Prediction, predictByCommit } from './predict-starts.js';
import { preflight, requireNone } from './preflight.js';
import { pushPortions } from './publish-release.js';

export interface TagResult {
  readonly tags: readonly MadeTag[];
}

export interface MadeTag {
  readonly name: string;
  /** Null for the tag of a group. */
  readonly package: string | null;
  readonly commit: string;
  /** `pushed` where the remote has it now and had it not before. */
  readonly status: 'created' | 'exists' | 'pushed';
}

interface Wanted {
  readonly name: string;
  readonly package: string | null;
  readonly version: string;
  readonly commit: string;
  /** Others that say so too: a release commit that was rebased keeps its trailers. */
  readonly also: readonly string[];
  /** Named with `--package`: answered for even if there is nothing to do. */
  readonly asked: boolean;
}

export interface TagRequest {
  readonly packages: readonly string[];
  readonly push: boolean;
  /** Whether tags are pushed that start nothing, though tags are what the repository publishes from. */
  readonly allowIdleTags: boolean;
  /** Null: as configured. */
  readonly sign: boolean | null;
}

/** What was made, and what is told beside it. */
export interface TagOutcome {
  readonly result: TagResult;
  /** What each of the tags that are new, here or on the remote, starts when it is pushed. */
  readonly starts: Prediction['starts'];
  readonly warnings: readonly Warning[];
}

export interface TagPorts {
  readonly history: History;
  /** Tells people what is being done. */
  report(step: string): void;
  /** @throws INTERRUPTED, TERMINATED where the user has asked to stop */
  checkpoint(): void;
}

/**
 * Makes the tags that releases still lack: those of release trailers that HEAD reaches, at their commits, and of
 * the packages asked for, at HEAD. It never invents a release: a version that HEAD does not hold gets no tag.
 * @throws TAG_TAKEN, IDLE_TAG, what the preflight finds, and what `pushPortions` does
 */
export async function makeTags(
  { history, report, checkpoint }: TagPorts,
  publisher: Publisher,
  workspace: Workspace,
  { packages: selectors, push, sign, allowIdleTags }: TagRequest,
): Promise<TagOutcome> {
  // First, since without a commit there is no history to look through.
  const head = await publisher.headState();
  const [existing, released] = await Promise.all([
    history.tags(),
    history.log({ tip: 'HEAD', trailer: TRAILER }),
  ]);
  const asked = requirePackages(workspace.packages, selectors);
  const files = asked.flatMap(({ source }) => source.file ?? []);
  const branch = asked.length === 0 ? (head.branch ?? 'HEAD') : head.branch;
  const intent = {
    head: { ...head, branch },
    packages: [],
    moves: [],
    files,
    tags: [],
    remote: null,
    signing: NOT_SIGNED,
  };
  const nothing = new Set<string>();
  const around = {
    untracked: nothing,
    notCheckedOut: nothing,
    tags: existing,
    reachableTags: [],
    remoteRefs: null,
  };
  requireNone(await preflight(publisher, intent, around));
  const wanted = uniqueTags([
    ...asked.map(each => ofPackage(each, head.commit, released, workspace)),
    ...released.flatMap(({ commit, message }) => ofTrailers(commit, message, workspace)),
  ]);
  const byName = new Map(existing.map(tag => [tag.name, tag]));
  const missing = wanted.filter(({ name }) => !byName.has(name));
  for (const tag of wanted) requireSamePlace(tag, byName.get(tag.name));
  const refs = push ? await publisher.remoteRefs(workspace.config.push.remote) : null;
  const unpushed = refs === null ? [] : unpushedTags(wanted, refs, workspace.config.push.remote);
  const fresh = new Set([...missing, ...unpushed]);
  const owned = [...fresh].map(tag => ({ ...tag, packages: ownerOf(tag, workspace) }));
  const { starts, ...about } = await predictByCommit(history, head, owned, released);
  const idle = judged(about, { push, allowIdleTags });
  requireNone(idle.refusals);
  const signing = await chooseSigning(publisher, workspace.config, sign);
  const built = await publisher.buildTags(
    missing.map(({ name, package: id, version, commit }) => ({
      name,
      commit,
      message: tagMessage(workspace.config.bump.tags, id ?? groupOf(name, workspace), version),
    })),
    signing,
  );
  checkpoint();
  if (built.length > 0) {
    await publisher.updateRefs(
      built.map(({ name, object }) => ({ ref: tagRef(name), after: object, before: null })),
    );
  }
  const objects = new Map([
    ...existing.map(tag => [tag.name, tag.object] as const),
    ...built.map(tag => [tag.name, tag.object] as const),
  ]);
  const pushed = new Set(unpushed.map(({ name }) => name));
  await pushTags([...pushed], objects, publisher, workspace, report);
  const tags = wanted.map(({ name, package: id, commit, asked: isAsked }) => {
    const status = pushed.has(name) ? 'pushed' : byName.has(name) ? 'exists' : 'created';
    return { name, package: id, commit: byName.get(name)?.commit ?? commit, status, isAsked } as const;
  });
  return {
    result: {
      tags: tags
        .filter(({ status, isAsked }) => isAsked || status !== 'exists')
        .map(({ isAsked: _, ...tag }) => tag),
    },
    starts,
    warnings: idle.problems.map(({ rule, message }) => ({ code: rule, message })),
  };
}

/** The commit that released the present version, else HEAD. */
function ofPackage(
  each: Package,
  head: string,
  released: readonly { commit: string; message: string }[],
  workspace: Workspace,
): Wanted {
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

/** None for the tag of a group. */
function ownerOf({ package: id }: Wanted, { byId }: Workspace): Package[] {
  const owner = id === null ? undefined : byId.get(id);
  return owner === undefined ? [] : [owner];
}

function groupOf(name: string, { packages }: Workspace): string {
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

/** A tag of a trailer that stands elsewhere is a conflict; one that was asked for at HEAD may be older. */
function requireSamePlace(tag: Wanted, existing: TagRef | undefined): void {
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

/** What the remote lacks. @throws REMOTE_REJECTED where it has the tag of a release elsewhere */
function unpushedTags(
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

async function pushTags(
  names: readonly string[],
  objects: ReadonlyMap<string, string>,
  publisher: Publisher,
  { config }: Workspace,
  report: (step: string) => void,
): Promise<void> {
  const { remote, tagsPerPush } = config.push;
  const pushes = planPushes(null, names, tagsPerPush).map(({ refs }) =>
    refs.map(ref => ({ ref, object: objects.get(ref.slice('refs/tags/'.length)) as string })),
  );
  await pushPortions(pushes, publisher, remote, report);
}
