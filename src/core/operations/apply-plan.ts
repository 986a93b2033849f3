import { RelctlError } from '../errors.js';
import type { Sha256 } from '../locks/lock.js';
import { NOOP, type Plan, type PlannedCommit } from '../plan/plan.js';
import type { Publisher, ReleaseTools, Remote, Signing } from '../ports.js';
import { formatJournal, type Journal } from '../release/journal.js';
import type { ReleaseOutcome } from '../release/outcome.js';
import { type BuiltRelease, newReferences, targets } from '../release/references.js';
import { alreadyReleased } from './already-released.js';
import { firstPush, publishRelease, pushRest } from './publish-release.js';
import { editedFiles, filesOf, putFiles, stageFiles, storedContents } from './write-edits.js';

/** What carrying out a release needs besides the plan. */
export interface Execution extends ReleaseTools {
  readonly remote: Remote;
  readonly signing: Signing;
  readonly sha256: Sha256;
  /** The command that makes the release, for the journal. */
  readonly command: string;
  /** Whether another run was under way in this clone when this one was started. */
  readonly waited: boolean;
  /** Tells people what is being done. */
  report(step: string): void;
  /** Throws where the user has asked to stop; only asked while nothing has happened. */
  checkpoint(): void;
}

/** Applies a plan that the user approves of. @throws INTERRUPTED, TERMINATED, and what `applyPlan` does */
export async function carryOut(
  plan: Plan,
  execution: Execution,
  approve: (plan: Plan) => boolean | Promise<boolean>,
): Promise<ReleaseOutcome> {
  if (!(await approve(plan))) return { plan, warnings: [] };
  execution.checkpoint();
  const applied = await applyPlan(plan, execution);
  return applied === null
    ? { plan: NOOP, warnings: [alreadyReleased(plan, 'another run has published the same commit')] }
    : { plan: applied, warnings: [] };
}

/**
 * Carries a plan out: objects first, then the journal, then the commit point (one atomic push, or the local references
 * in one transaction), then what follows from it. Before the commit point nothing of the repository changes; after it
 * the journal leads the same command to the end, until whoever called removes it.
 * @returns null where another run has published the very same release at the same time
 * @throws DIRTY_FILE, EDIT_IMPOSSIBLE, BRANCH_MOVED, REPOSITORY_LOCKED, WRITE_FAILED; what `publishRelease` and
 *   `pushRest` do; PARTLY_WRITTEN
 */
export async function applyPlan(plan: Plan, execution: Execution): Promise<Plan | null> {
  const { publisher, files } = execution;
  const contents = await editedFiles(plan.edits, files);
  const release = plan.commit === null ? null : await buildRelease(plan, plan.commit, execution);
  execution.checkpoint();
  await writeJournal(plan, release?.objects ?? null, execution);
  const isOurs = await upToCommitPoint(execution, plan, async () => {
    await stageFiles(contents, files);
    return release === null || passCommitPoint(release, execution);
  });
  if (!isOurs) return null;
  await followUp(async () => {
    if (release !== null && plan.pushes.length > 0) await publisher.updateRefs(newReferences(release));
    await putFiles([...contents.keys()], files);
    if (release !== null)
      await publisher.refreshIndex(release.commit.parent, release.objects.commit, filesOf(plan.edits));
  });
  if (release !== null && plan.pushes.length > 1)
    await pushRest(release, publisher, execution.remote, firstPush(release), execution.report);
  return { ...plan, status: 'applied' };
}

async function buildRelease(plan: Plan, commit: PlannedCommit, execution: Execution): Promise<BuiltRelease> {
  const { publisher, report, signing } = execution;
  report(`building a commit and ${plan.tags.length} tags`);
  const stored = await storedContents(plan.edits, commit.parent, publisher);
  const objects = await publisher.buildRelease(commit.parent, stored, commit.message, plan.tags, signing);
  return { plan, commit, objects };
}

/** @returns false where another run has published the same objects */
async function passCommitPoint(release: BuiltRelease, execution: Execution): Promise<boolean> {
  const { publisher, remote, report } = execution;
  const { pushes } = release.plan;
  if (pushes.length === 0) {
    await moveReferences(release, publisher);
    return true;
  }
  // What would keep this clone from following is better known before the push.
  await publisher.tryRefs(newReferences(release));
  report(`pushing ${pushes[0]?.refs.join(' ')} (1 of ${pushes.length})`);
  return publishRelease(release, publisher, remote, false);
}

/** Git may die when it has moved some of them: what is there decides. @throws PARTLY_WRITTEN, and what `updateRefs` does */
async function moveReferences(release: BuiltRelease, publisher: Publisher): Promise<void> {
  try {
    await publisher.updateRefs(newReferences(release));
  } catch (failure) {
    const here = await publisher.localRefs();
    const moved = [...targets(release)].filter(([ref, object]) => here.get(ref) === object);
    if (moved.length === 0) throw failure;
    await followUp(() => Promise.reject(failure));
  }
}

/** Failures after which something may have been published, or moved. */
const BEYOND: readonly string[] = ['PARTLY_PUSHED', 'PARTLY_WRITTEN', 'PUSH_UNKNOWN'];

/** Where the commit point is not reached, or is another's, nothing is left to resume. */
async function upToCommitPoint(
  { journal, files }: Execution,
  plan: Plan,
  work: () => Promise<boolean>,
): Promise<boolean> {
  const giveUp = async () => {
    await files.sweep(filesOf(plan.edits), files.run);
    await journal.remove();
  };
  try {
    const isOurs = await work();
    if (!isOurs) await giveUp();
    return isOurs;
  } catch (error) {
    if (error instanceof RelctlError && !BEYOND.includes(error.code)) await giveUp();
    throw error;
  }
}

function writeJournal(plan: Plan, objects: Journal['objects'], execution: Execution): Promise<void> {
  const { journal, files, command, sha256 } = execution;
  return journal.write(formatJournal({ run: files.run, command, plan, objects }, sha256));
}

/** The release is made once its commit point is behind: what fails now, the same command completes. */
export async function followUp(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new RelctlError(
      'PARTLY_WRITTEN',
      `the release is made, but this clone does not follow it yet: ${(cause as Error).message}`,
      { cause },
    );
  }
}
