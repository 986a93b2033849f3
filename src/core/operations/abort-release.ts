import { RelctlError } from '../errors.js';
import { NOOP, type Plan } from '../plan/plan.js';
import { reverseEdits } from '../plan/reverse-edits.js';
import type { HeadState, History, RefUpdate, TagRef } from '../ports.js';
import type { Journal } from '../release/journal.js';
import { tagRef } from '../release/references.js';
import type { Workspace } from '../workspace/workspace.js';
import { releaseOf } from './already-released.js';
import type { Execution } from './apply-plan.js';
import { tagsOf } from './finish-released.js';
import { requireUnlocked } from './preflight.js';
import { readJournal } from './resume-release.js';
import { filesOf, finishEdits } from './write-edits.js';

/** A release that only this clone knows. */
interface Unpublished {
  readonly branch: string;
  readonly parent: string;
  readonly commit: string;
  /** Its own tags, as they are here. */
  readonly tags: readonly TagRef[];
}

/**
 * Gives up a release that is not published: one that was cut off, or else the one that HEAD is. The branch goes back to
 * the parent, its tags and nothing else are removed, and the files get their old values.
 * @returns its plan with the status `aborted`
 * @throws NOTHING_TO_ABORT, RELEASE_PUBLISHED, BRANCH_MOVED, DIRTY_FILE, JOURNAL_BROKEN; what `remoteRefs` does
 */
export async function abortRelease(
  history: History,
  workspace: Workspace,
  execution: Execution,
  approve: (plan: Plan) => boolean | Promise<boolean>,
): Promise<Plan> {
  const journal = await readJournal(execution);
  const head = await execution.publisher.headState();
  return journal === null
    ? abortHead(history, workspace, head, execution, approve)
    : abortBegun(journal, history, head, execution);
}

async function abortBegun(
  journal: Journal,
  history: History,
  head: HeadState,
  execution: Execution,
): Promise<Plan> {
  const { plan, objects } = journal;
  const { publisher, files } = execution;
  if (plan.commit !== null && objects !== null) {
    const { branch, parent } = plan.commit;
    const own = new Set(objects.tags.map(({ object }) => object));
    const tags = (await history.tags()).filter(({ object }) => own.has(object));
    const release = { branch, parent, commit: objects.commit, tags };
    await requireUnpublished(release, execution);
    if (head.commit === objects.commit) await restore(journal, execution);
    else if (await publisher.reaches(head.commit, objects.commit)) throw wentOn(release);
    await moveBack(release, head, execution);
    if (head.commit === objects.commit)
      await publisher.refreshIndex(objects.commit, parent, filesOf(plan.edits));
  } else {
    await restore(journal, execution);
  }
  await files.sweep(filesOf(plan.edits), journal.run);
  await execution.journal.remove();
  return { ...plan, status: 'aborted' };
}

/** The old values, in the files that hold the new ones. */
async function restore({ plan }: Journal, { files }: Execution): Promise<void> {
  await finishEdits(reverseEdits(plan.edits), files);
}

async function abortHead(
  history: History,
  workspace: Workspace,
  head: HeadState,
  execution: Execution,
  approve: (plan: Plan) => boolean | Promise<boolean>,
): Promise<Plan> {
  const [info] = await history.log({ tip: head.commit, limit: 1 });
  const released = info === undefined ? null : releaseOf(info);
  if (released === null || head.branch === null)
    throw new RelctlError('NOTHING_TO_ABORT', 'no release was cut off here, and HEAD is not a release');
  const { parent } = released;
  const names = new Set(tagsOf(released, workspace).map(({ name }) => name));
  const tags = (await history.tags()).filter(({ name, commit }) => commit === head.commit && names.has(name));
  const release: Unpublished = { branch: head.branch, parent, commit: head.commit, tags };
  await requireUnpublished(release, execution);
  const [changes = []] = await history.changesBetween([parent], head.commit);
  const dirty = changes.filter(({ path }) => head.dirty.has(path)).map(({ path }) => path);
  if (dirty.length > 0)
    throw new RelctlError('DIRTY_FILE', `${dirty.join(', ')} changed since the release`, {
      details: { files: dirty },
    });
  const plan: Plan = {
    ...NOOP,
    status: 'planned',
    releases: released.releases.map(({ id, version }) => ({
      id,
      from: version,
      to: workspace.byId.get(id)?.version ?? version,
      level: 'exact',
      tag: null,
      reasons: [],
    })),
    commit: { message: released.commit.message, parent, branch: head.branch },
    tags: tags.map(({ name }) => ({ name, package: null, message: '' })),
  };
  if (!(await approve(plan))) return plan;
  execution.checkpoint();
  await execution.publisher.moveFiles(head.commit, parent);
  await moveBack(release, head, execution);
  return { ...plan, status: 'aborted' };
}

/** @throws RELEASE_PUBLISHED where the remote has the commit or one of its tags */
async function requireUnpublished(
  { branch, parent, commit, tags }: Unpublished,
  { publisher, remote }: Execution,
): Promise<void> {
  const refs = await publisher.remoteRefs(remote).catch((error: unknown) => {
    if (error instanceof RelctlError && error.code === 'NO_REMOTE') return new Map<string, string>();
    throw error;
  });
  const tag = tags.find(({ name, object }) => refs.get(tagRef(name)) === object);
  if (tag !== undefined)
    throw new RelctlError('RELEASE_PUBLISHED', `${remote.name} has the tag ${tag.name} of this release`);
  const tip = refs.get(branch);
  if (tip === undefined || tip === parent) return;
  if (tip !== commit) {
    if (await publisher.reaches(parent, tip)) return;
    await publisher.fetchObjects(remote, branch);
  }
  if (tip === commit || (await publisher.reaches(tip, commit)))
    throw new RelctlError('RELEASE_PUBLISHED', `${branch} of ${remote.name} has this release`);
}

/** In one transaction, each reference only from where the release has put it. */
async function moveBack(
  { branch, parent, commit, tags }: Unpublished,
  head: HeadState,
  { publisher }: Execution,
): Promise<void> {
  const updates: RefUpdate[] = [
    ...(head.branch === branch && head.commit === commit
      ? [{ ref: branch, before: commit, after: parent }]
      : []),
    ...tags.map(({ name, object }) => ({ ref: tagRef(name), before: object, after: null })),
  ];
  await requireUnlocked(
    publisher,
    updates.map(({ ref }) => ref),
  );
  if (updates.length > 0) await publisher.updateRefs(updates);
}

function wentOn({ branch, commit }: Unpublished): RelctlError {
  return new RelctlError('BRANCH_MOVED', `${branch} has gone on from the release ${commit.slice(0, 12)}`, {
    hint: 'Undo it by hand with git revert or git rebase, or keep it: run its command again.',
  });
}
