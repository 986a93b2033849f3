import { RelctlError } from '../errors.js';
import type { Plan, PlannedTag, Release } from '../plan/plan.js';
import { planPushes } from '../plan/pushes.js';
import { tagMessage } from '../plan/tags.js';
import type { HeadState, History, Publisher, Remote, TagRef } from '../ports.js';
import { type BuiltRelease, leadsTo, newTagUpdates, tagRef } from '../release/references.js';
import { formatTag } from '../tags/template.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Released } from './already-released.js';
import type { Execution } from './apply-plan.js';
import { type IdleChoice, judged, ownersOf, predictStarts } from './predict-starts.js';
import { requireNone, requireUnlocked, takenTags } from './preflight.js';
import { firstPush, publishRelease, pushRest } from './publish-release.js';

/** What a release that is committed still lacks. */
export interface Completion {
  /** Its pushes are what the remote lacks; `noop` where nothing is missing at all. */
  readonly plan: Plan;
  readonly commit: string;
  /** Tags that this clone has or gets. */
  readonly existing: readonly TagRef[];
  /** Tags to be made here; empty where this clone is to be left alone. */
  readonly newTags: readonly PlannedTag[];
}

/**
 * What the release that HEAD is lacks in this clone, and on the remote where it is to be pushed.
 * @throws TAG_TAKEN, REMOTE_MOVED, IDLE_TAG, and what `remoteRefs` does
 */
export async function completionAtHead(
  { released, releases }: { readonly released: Released; readonly releases: readonly Release[] },
  head: HeadState,
  history: History,
  publisher: Publisher,
  workspace: Workspace,
  wanted: IdleChoice & { readonly tag: boolean },
): Promise<Completion> {
  const { commit, parent } = released;
  const { remote, tagsPerPush } = workspace.config.push;
  const existing = await history.tags();
  const tags = wanted.tag ? tagsOf(released, workspace) : [];
  const names = tags.map(({ name }) => name);
  requireNone(
    takenTags(
      names,
      existing.filter(tag => tag.commit !== commit.commit),
    ),
  );
  const here = new Set(existing.map(({ name }) => name));
  const newTags = tags.filter(({ name }) => !here.has(name));
  const branch = head.branch ?? 'HEAD';
  const refs = wanted.push ? await publisher.remoteRefs(remote) : null;
  const lacksBranch =
    refs !== null && (await lacks(publisher, remote, refs.get(branch), branch, commit.commit));
  const missing = refs === null ? [] : names.filter(name => !leadsTo(refs, tagRef(name), commit.commit));
  const pushes = planPushes(lacksBranch ? branch : null, missing, tagsPerPush);
  const open = tags.filter(({ name }) => !here.has(name) || missing.includes(name));
  const { starts, ...about } = await predictStarts(
    history,
    head,
    ownersOf(
      open,
      tagged(released, workspace).map(({ name, each }) => [name, each]),
    ),
    commit.message,
  );
  const { refusals, problems } = judged(about, wanted);
  requireNone(refusals);
  return {
    commit: commit.commit,
    existing,
    newTags,
    plan: {
      status: newTags.length + pushes.length > 0 ? 'planned' : 'noop',
      releases,
      edits: [],
      commit: { message: commit.message, parent, branch },
      tags,
      pushes,
      starts,
      problems,
      basis: null,
    },
  };
}

/** Whether the branch of the remote has yet to get the commit. @throws REMOTE_MOVED where it went elsewhere */
async function lacks(
  publisher: Publisher,
  remote: Remote,
  tip: string | undefined,
  branch: string,
  commit: string,
): Promise<boolean> {
  if (tip === commit) return false;
  if (tip === undefined || (await publisher.reaches(commit, tip))) return true;
  await publisher.fetchObjects(remote, [branch]);
  if (await publisher.reaches(tip, commit)) return false;
  const message = `${branch} of ${remote.name} is at ${tip.slice(0, 12)}, which is not part of HEAD`;
  throw new RelctlError('REMOTE_MOVED', message, {
    hint: 'Give the release that HEAD is up with relctl bump --abort, run git pull, then release again.',
    details: { branch, tip },
  });
}

/** What a release that another run has published lacks on the remote; this clone is left as it is. */
export function completionThere(
  { commit }: Released,
  plan: Plan,
  refs: ReadonlyMap<string, string>,
  tagsPerPush: number,
): Completion {
  const missing = plan.tags
    .map(({ name }) => name)
    .filter(name => !leadsTo(refs, tagRef(name), commit.commit));
  const pushes = planPushes(null, missing, tagsPerPush);
  return {
    commit: commit.commit,
    existing: [],
    newTags: [],
    plan: { ...plan, status: pushes.length > 0 ? 'planned' : 'noop', edits: [], pushes },
  };
}

/**
 * Makes what is missing. Each step that was done is seen by the next run, so that it needs no journal.
 * @throws what `updateRefs`, `publishRelease` and `pushRest` do
 */
export async function complete(completion: Completion, execution: Execution): Promise<Plan> {
  const { plan, existing, newTags, commit } = completion;
  const { publisher, remote, report } = execution;
  if (plan.commit === null) return plan;
  await requireUnlocked(
    publisher,
    newTags.map(({ name }) => tagRef(name)),
  );
  const known = new Map(existing.map(({ name, object }) => [name, object]));
  const wanted = plan.tags.filter(
    ({ name }) => !known.has(name) && (newTags.length > 0 || isPushed(plan, name)),
  );
  const built = await publisher.buildTags(
    wanted.map(tag => ({ ...tag, commit })),
    execution.signing,
  );
  for (const { name, object } of built) known.set(name, object);
  const tags = plan.tags.flatMap(({ name }) => {
    const object = known.get(name);
    return object === undefined ? [] : [{ name, object }];
  });
  const release: BuiltRelease = { plan, commit: plan.commit, objects: { commit, tags } };
  if (newTags.length > 0) await publisher.updateRefs(newTagUpdates(release, newTags));
  const [first] = plan.pushes;
  if (first?.refs.includes(plan.commit.branch)) {
    await publishRelease(release, publisher, remote, true);
    await pushRest(release, publisher, remote, firstPush(release), report);
  } else if (first !== undefined) {
    await pushRest(release, publisher, remote, new Map(), report);
  }
  return { ...plan, status: 'resumed' };
}

function isPushed({ pushes }: Plan, name: string): boolean {
  return pushes.some(({ refs }) => refs.includes(tagRef(name)));
}

/** The tags of a release, one for each name, as the templates have them now. */
export function tagsOf(released: Released, workspace: Workspace): PlannedTag[] {
  const { config } = workspace;
  const tags = new Map<string, PlannedTag>();
  for (const { name, each, version } of tagged(released, workspace)) {
    const group =
      each.group !== null && config.group.get(each.group)?.tag === each.template ? each.group : null;
    tags.set(name, {
      name,
      package: group === null ? each.id : null,
      message: tagMessage(config.bump.tags, group ?? each.id, version),
    });
  }
  return [...tags.values()];
}

function tagged({ releases }: Released, { byId }: Workspace) {
  return releases.flatMap(({ id, version }) => {
    const each = byId.get(id);
    return each === undefined ? [] : [{ name: formatTag(each.template, each, version), each, version }];
  });
}
