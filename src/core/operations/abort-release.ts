import { RelctlError } from '../errors.js';
import type { Plan, PlannedCommit } from '../plan/plan.js';
import { reverseEdits } from '../plan/reverse-edits.js';
import type { HeadState, History, RefUpdate, ReleaseObjects } from '../ports.js';
import { formatJournal, type Journal } from '../release/journal.js';
import { tagRef } from '../release/references.js';
import type { Workspace } from '../workspace/workspace.js';
import { headRelease } from './already-released.js';
import type { Execution } from './apply-plan.js';
import { requireUnlocked } from './preflight.js';
import { remakeRelease } from './remake-release.js';
import { readJournal } from './resume-release.js';
import { requireUnpublished } from './unpublished.js';
import { filesOf, finishEdits } from './write-edits.js';

/**
 * Gives up a release that is not published: one that was cut off, or else the one that HEAD is. The branch goes back to
 * the parent, its tags and nothing else are removed, and the files get their old values. A journal leads the same
 * command to the end where it is cut off itself.
 * @returns the plan of the release with the status `aborted`
 * @throws NOTHING_TO_ABORT, RELEASE_PUBLISHED, BRANCH_MOVED, RELEASE_UNFINISHED, DETACHED_HEAD, DIRTY_FILE,
 *   EDIT_IMPOSSIBLE, REPOSITORY_LOCKED, JOURNAL_BROKEN, SHALLOW_CLONE; what `remoteRefs` does
 */
export async function abortRelease(
  history: History,
  workspace: Workspace,
  execution: Execution,
  approve: (plan: Plan) => boolean | Promise<boolean>,
): Promise<Plan> {
  const begun = await readJournal(execution);
  if (begun !== null) return giveUp(begun, history, execution);
  const journal = await journalOfHead(history, workspace, execution);
  if (!(await approve(journal.plan))) return journal.plan;
  execution.checkpoint();
  return giveUp(journal, history, execution);
}

/** The release that HEAD is, as the run that made it had it in its journal. */
async function journalOfHead(history: History, workspace: Workspace, execution: Execution): Promise<Journal> {
  const head = await execution.publisher.headState();
  const released = await headRelease(history, head);
  if (released === null)
    throw new RelctlError('NOTHING_TO_ABORT', 'no release was cut off here, and HEAD is not a release');
  if (head.branch === null)
    throw new RelctlError('DETACHED_HEAD', 'HEAD is a release, but on no branch that could go back');
  const remade = await remakeRelease(released, head.branch, history, workspace.config, execution);
  if (remade === null)
    throw new RelctlError(
      'NOTHING_TO_ABORT',
      `HEAD says that it released ${released.releases.map(({ id, version }) => `${id} ${version}`).join(', ')}, but is not just that release`,
      { hint: 'Undo it with git: git reset --keep HEAD~1, or git revert HEAD where others have it.' },
    );
  const dirty = filesOf(remade.edits).filter(path => head.dirty.has(path));
  if (dirty.length > 0)
    throw new RelctlError('DIRTY_FILE', `${dirty.join(', ')} changed since the release`, {
      details: { files: dirty },
    });
  const planned = new Set(remade.tags.map(({ name }) => name));
  const objects = (await history.tags()).filter(
    ({ name, commit }) => commit === head.commit && planned.has(name),
  );
  const existing = new Set(objects.map(({ name }) => name));
  return {
    run: execution.files.run,
    command: execution.command,
    plan: { ...remade, tags: remade.tags.filter(({ name }) => existing.has(name)) },
    objects: { commit: head.commit, tags: objects.map(({ name, object }) => ({ name, object })) },
  };
}

async function giveUp(journal: Journal, history: History, execution: Execution): Promise<Plan> {
  const { plan, objects } = journal;
  const { files, sha256 } = execution;
  const takeOver = async () => {
    await files.sweep(filesOf(plan.edits), journal.run);
    await execution.journal.write(formatJournal({ ...journal, run: files.run }, sha256));
  };
  if (plan.commit !== null && objects !== null) {
    const back = await wayBack(plan.commit, objects, history, execution);
    await takeOver();
    await moveBack(plan, objects, back, execution);
  } else {
    await takeOver();
    await restore(plan, execution);
  }
  await files.sweep(filesOf(plan.edits), files.run);
  await execution.journal.remove();
  return { ...plan, status: 'aborted' };
}

/**
 * The branch to its parent and the tags away, each only from where the release has put it.
 * @throws RELEASE_PUBLISHED, BRANCH_MOVED, RELEASE_UNFINISHED, REPOSITORY_LOCKED
 */
async function wayBack(
  { branch, parent }: PlannedCommit,
  { commit, tags }: ReleaseObjects,
  history: History,
  execution: Execution,
): Promise<RefUpdate[]> {
  const { publisher } = execution;
  const made = new Map(tags.map(({ name, object }) => [name, object]));
  const here = (await history.tags()).filter(({ name, object }) => made.get(name) === object);
  await requireUnpublished({ parent, commit, tags: here }, execution);
  const tip = (await history.commitsOfRefs([branch])).get(branch) ?? null;
  const head = await publisher.headState();
  if (tip === commit && head.branch !== branch) throw isElsewhere(branch, head);
  if (tip !== null && tip !== commit && (await publisher.reaches(tip, commit))) throw wentOn(branch, commit);
  const updates: RefUpdate[] = [
    ...(tip === commit ? [{ ref: branch, before: commit, after: parent }] : []),
    ...here.map(({ name, object }) => ({ ref: tagRef(name), before: object, after: null })),
  ];
  await requireUnlocked(
    publisher,
    updates.map(({ ref }) => ref),
  );
  return updates;
}

/** Files and index before the references: where those cannot move, both follow the branch again. */
async function moveBack(
  plan: Plan,
  { commit }: ReleaseObjects,
  updates: readonly RefUpdate[],
  execution: Execution,
): Promise<void> {
  const { publisher, files } = execution;
  const paths = filesOf(plan.edits);
  const parent = updates.find(({ ref }) => ref === plan.commit?.branch)?.after ?? null;
  if (parent === null) {
    if (updates.length > 0) await publisher.updateRefs(updates);
    return;
  }
  await restore(plan, execution);
  await publisher.refreshIndex(commit, parent, paths);
  try {
    await publisher.updateRefs(updates);
  } catch (error) {
    await finishEdits(plan.edits, files);
    await publisher.refreshIndex(parent, commit, paths);
    throw error;
  }
}

/** The old values, in the files that hold the new ones. */
async function restore({ edits }: Plan, { files }: Execution): Promise<void> {
  await finishEdits(reverseEdits(edits), files);
}

function isElsewhere(branch: string, head: HeadState): RelctlError {
  const place = head.branch ?? head.commit.slice(0, 12);
  return new RelctlError('RELEASE_UNFINISHED', `the release was made on ${branch}, and HEAD is at ${place}`, {
    hint: `Run git switch ${branch.replace('refs/heads/', '')}, then relctl bump --abort again.`,
  });
}

function wentOn(branch: string, commit: string): RelctlError {
  return new RelctlError('BRANCH_MOVED', `${branch} has gone on from the release ${commit.slice(0, 12)}`, {
    hint: 'Undo it by hand with git revert or git rebase, or keep it: run its command again.',
  });
}
