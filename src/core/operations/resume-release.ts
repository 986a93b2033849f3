import { RelctlError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import type { HeadState, History, RefUpdate } from '../ports.js';
import { type Journal, parseJournal } from '../release/journal.js';
import { type BuiltRelease, tagRef, targets } from '../release/references.js';
import { type Execution, followUp } from './apply-plan.js';
import { requireUnlocked } from './preflight.js';
import { publishRelease, pushRest } from './publish-release.js';
import { areWritten, filesOf, finishEdits } from './write-edits.js';

/** The journal of a run that did not finish; null where there is none. @throws JOURNAL_BROKEN */
export async function readJournal(execution: Pick<Execution, 'journal' | 'sha256'>): Promise<Journal | null> {
  const text = await execution.journal.read();
  return text === null ? null : parseJournal(text, execution.journal.path, execution.sha256);
}

/**
 * Completes the release of a journal where the same command is given again; whoever called removes the journal then.
 * @returns null where nothing of it came to be seen, or nothing is missing that this command would make: the command
 *   then starts anew
 * @throws RELEASE_UNFINISHED where another command is given; what `applyPlan` does
 */
export async function resumeRelease(
  journal: Journal,
  history: History,
  execution: Execution,
): Promise<Plan | null> {
  const { plan, objects } = journal;
  const isSame = journal.command === execution.command;
  const resumed = { ...plan, status: 'resumed' } as const;
  if (plan.commit === null || objects === null) {
    if (!isSame && !(await areWritten(plan.edits, execution.files))) throw unfinished(journal);
    await takeOver(journal, execution);
    if (!isSame) {
      await execution.journal.remove();
      return null;
    }
    await finishEdits(plan.edits, execution.files);
    return resumed;
  }
  const release: BuiltRelease = { plan, commit: plan.commit, objects };
  const head = await execution.publisher.headState();
  const there = plan.pushes.length > 0 ? await execution.publisher.remoteRefs(execution.remote) : null;
  if (!(await isVisible(release, head, there, execution))) {
    if (!isSame || !(await canGoOn(release, head, there, execution))) {
      await takeOver(journal, execution);
      await execution.journal.remove();
      return null;
    }
    await requireUnlocked(execution.publisher, [...targets(release).keys()]);
    if (there !== null) await publishRelease(release, execution.publisher, execution.remote, true);
  }
  const isOver = !isSame || head.commit !== objects.commit;
  if (isOver && (await isComplete(release, head, there, history, execution))) {
    // The index may be what the run that died did not come to.
    if (head.commit === objects.commit)
      await execution.publisher.refreshIndex(plan.commit.parent, objects.commit, filesOf(plan.edits));
    await takeOver(journal, execution);
    await execution.journal.remove();
    return null;
  }
  if (!isSame) throw unfinished(journal);
  await requireUnlocked(execution.publisher, [...targets(release).keys()]);
  await takeOver(journal, execution);
  await follow(release, head, history, execution);
  if (there !== null) {
    const lacking = await whatIsThere(release, execution);
    await pushRest(release, execution.publisher, execution.remote, lacking, execution.report);
  }
  return resumed;
}

/** Whether the branch, here or there, has the release commit. */
async function isVisible(
  release: BuiltRelease,
  head: HeadState,
  there: ReadonlyMap<string, string> | null,
  { publisher, remote }: Execution,
): Promise<boolean> {
  const { commit } = release.objects;
  if (await publisher.reaches(head.commit, commit)) return true;
  const tip = there?.get(release.commit.branch);
  if (tip === undefined || tip === release.commit.parent) return false;
  if (tip === commit) return true;
  await publisher.fetchObjects(remote, [release.commit.branch]);
  return publisher.reaches(tip, commit);
}

/** The references of the remote; a branch that has gone on from the release counts as being at it. */
async function whatIsThere(
  release: BuiltRelease,
  { publisher, remote }: Execution,
): Promise<ReadonlyMap<string, string>> {
  const refs = await publisher.remoteRefs(remote);
  const { branch, parent } = release.commit;
  const { commit } = release.objects;
  const tip = refs.get(branch);
  if (tip === undefined || tip === commit || tip === parent) return refs;
  await publisher.fetchObjects(remote, [branch]);
  return (await publisher.reaches(tip, commit)) ? new Map([...refs, [branch, commit]]) : refs;
}

/** Whether the release still fits: nothing has moved since it was planned. */
async function canGoOn(
  { plan, commit }: BuiltRelease,
  head: HeadState,
  there: ReadonlyMap<string, string> | null,
  { publisher }: Execution,
): Promise<boolean> {
  const tip = there?.get(commit.branch);
  const remoteFits = tip === undefined || (await publisher.reaches(commit.parent, tip));
  const isClean = filesOf(plan.edits).every(file => !head.dirty.has(file));
  return head.commit === commit.parent && head.branch === commit.branch && isClean && remoteFits;
}

async function isComplete(
  release: BuiltRelease,
  head: HeadState,
  there: ReadonlyMap<string, string> | null,
  history: History,
  { publisher, files }: Execution,
): Promise<boolean> {
  const { plan, objects } = release;
  const here = new Set((await history.tags()).map(({ name }) => name));
  const hasTags = objects.tags.every(({ name }) => here.has(name));
  const isPushed = there === null || objects.tags.every(({ name }) => there.has(tagRef(name)));
  if (!hasTags || !isPushed || !(await publisher.reaches(head.commit, objects.commit))) return false;
  return head.commit !== objects.commit || (await areWritten(plan.edits, files));
}

/** References, files and index of this clone, as far as they do not follow yet. */
async function follow(
  release: BuiltRelease,
  head: HeadState,
  history: History,
  { publisher, files, report }: Execution,
): Promise<void> {
  const { branch, parent } = release.commit;
  const { commit } = release.objects;
  if (head.branch !== branch) {
    throw new RelctlError('RELEASE_UNFINISHED', `the release was made on ${branch}, and HEAD is elsewhere`, {
      hint: `Run git switch ${branch.replace('refs/heads/', '')}, then the same command again.`,
    });
  }
  report(`bringing ${branch} up to the release`);
  const here = new Map((await history.tags()).map(({ name, object }) => [tagRef(name), object]));
  const updates = [...targets(release)].flatMap(([ref, after]): RefUpdate[] => {
    if (ref === branch) return head.commit === parent ? [{ ref, after, before: parent }] : [];
    return here.has(ref) ? [] : [{ ref, after, before: null }];
  });
  await followUp(async () => {
    if (updates.length > 0) await publisher.updateRefs(updates);
    // Whoever has gone on from the release, or from its parent, has files of their own.
    if (head.commit !== parent && head.commit !== commit) return;
    await finishEdits(release.plan.edits, files);
    await publisher.refreshIndex(parent, commit, filesOf(release.plan.edits));
  });
}

/** Removes what the run that died has left beside files, and goes on under its name. */
async function takeOver({ plan, run }: Journal, { files }: Execution): Promise<void> {
  await files.sweep(filesOf(plan.edits), run);
  files.takeOver(run);
}

function unfinished({ command }: Journal): RelctlError {
  return new RelctlError('RELEASE_UNFINISHED', `an interrupted release is waiting: ${command}`, {
    hint: 'Run that command again to complete it, or give it up with relctl bump --abort.',
    details: { command },
  });
}
