import { RelctlError } from '../errors.js';
import { NOOP, type Plan } from '../plan/plan.js';
import type { History } from '../ports.js';
import { commandText, type ReleaseChoice } from '../release/command.js';
import type { ReleaseOutcome, ReleaseResult } from '../release/outcome.js';
import { workspaceWarnings } from '../workspace/warnings.js';
import type { Workspace } from '../workspace/workspace.js';
import { abortRelease } from './abort-release.js';
import { alreadyReleased, releasedAtHead, releasedThere } from './already-released.js';
import { carryOut, type Execution } from './apply-plan.js';
import { applySavedPlan } from './apply-saved.js';
import { chooseSigning } from './choose-signing.js';
import { bumpRequest, draftRelease, type ReleasePorts } from './draft-release.js';
import { type Completion, complete, completionAtHead, completionThere } from './finish-released.js';
import { loadConfig } from './load-config.js';
import { loadWorkspace } from './load-workspace.js';
import type { Draft } from './make-plan.js';
import { planEdits } from './plan-edits.js';
import { requireNone } from './preflight.js';
import { readJournal, resumeRelease } from './resume-release.js';
import { aboutJobToken } from './warn-job-token.js';

export interface ReleaseRequest extends ReleaseChoice {
  readonly dryRun: boolean;
  /** Asked once the plan is made; on a no, nothing is done. */
  readonly approve: (plan: Plan) => boolean | Promise<boolean>;
}

/**
 * Plans a release and carries it out, or completes one that was cut off: the same command always ends in the same
 * version.
 * @throws USAGE, RUN_IN_PROGRESS, JOURNAL_BROKEN, and what `choosePackages`, `makePlan`, `applyPlan` and
 *   `resumeRelease` do
 */
export async function releasePackages(ports: ReleasePorts, request: ReleaseRequest): Promise<ReleaseResult> {
  requireSense(request);
  const alone = request.dryRun ? null : request.commit ? 'waits' : 'at-once';
  const run: Run = { command: commandText(request), sign: request.sign, alone };
  return inClone(ports, run, (workspace, execution) => release(ports, request, workspace, execution));
}

/**
 * Applies a saved plan; see `applySavedPlan`.
 * @param file as it was given, for messages
 * @throws PLAN_INVALID, RUN_IN_PROGRESS, and what `applySavedPlan` does
 */
export async function releaseSaved(
  ports: ReleasePorts,
  file: string,
  text: string,
  approve: ReleaseRequest['approve'],
): Promise<ReleaseResult> {
  const { readPlan } = await import('../plan/saved.js');
  const saved = readPlan(file, text);
  const command = `relctl bump --plan ${(await ports.sha256())(JSON.stringify(saved))}`;
  if (saved === null)
    return inClone(ports, { command, sign: null, alone: null }, async () => ({ plan: NOOP, warnings: [] }));
  const { request } = saved.basis;
  requireSense(request);
  return inClone(ports, { command, sign: request.sign, alone: 'at-once' }, (workspace, execution) => {
    const planAgain = () => draftRelease(ports, request, workspace, execution);
    return applySavedPlan(saved, ports.history, workspace, execution, planAgain, approve);
  });
}

/** @throws USAGE */
function requireSense({ push, sign, commit }: ReleaseChoice): void {
  if (push && !commit) throw new RelctlError('USAGE', '--push needs the commit that --no-commit leaves out');
  if (sign === true && !commit)
    throw new RelctlError('USAGE', '--sign needs the commit that --no-commit leaves out');
}

/** Gives up an unpublished release; see `abortRelease`. @throws RUN_IN_PROGRESS, and what `abortRelease` does */
export async function giveUpRelease(
  ports: ReleasePorts,
  approve: ReleaseRequest['approve'],
): Promise<ReleaseResult> {
  const run: Run = { command: 'relctl bump --abort', sign: null, alone: 'at-once' };
  return inClone(ports, run, async (workspace, execution) => ({
    plan: await abortRelease(ports.history, workspace, execution, approve),
    warnings: [],
  }));
}

interface Run {
  readonly command: string;
  /** Null: as configured. */
  readonly sign: boolean | null;
  /** Where no other run may work in this clone meanwhile: whether one is waited for. Null where it may. */
  readonly alone: 'waits' | 'at-once' | null;
}

async function inClone(
  ports: ReleasePorts,
  { command, sign, alone }: Run,
  work: (workspace: Workspace, execution: Execution) => Promise<ReleaseOutcome>,
): Promise<ReleaseResult> {
  const tools = await ports.release();
  // Before anything is read: what another run changes meanwhile would be seen half.
  let waited = false;
  const onWait = (message: string) => {
    waited = true;
    ports.report(`waiting: ${message}`);
  };
  const giveBack = alone === null ? async () => {} : await tools.lock.take(alone === 'waits' ? onWait : null);
  try {
    const [workspace, sha256] = [await ports.workspace('locks'), await ports.sha256()];
    const { remote } = workspace.config.push;
    const { report, checkpoint } = ports;
    const signing = await chooseSigning(tools.publisher, workspace.config, sign);
    const execution = { ...tools, remote, signing, sha256, command, report, checkpoint, waited };
    const { plan, warnings } = await work(workspace, execution);
    const refs = new Set(plan.status === 'aborted' ? [] : plan.pushes.flatMap(push => push.refs));
    const inVain = await aboutJobToken(ports, tools, remote, plan.starts, refs);
    const settle = async () => {
      if (plan.status === 'applied' || plan.status === 'resumed') await tools.journal.remove();
      await giveBack();
    };
    return {
      result: plan,
      workspace,
      warnings: [...workspaceWarnings(workspace), ...warnings, ...inVain],
      settle,
    };
  } catch (error) {
    await giveBack();
    throw error;
  }
}

async function release(
  ports: ReleasePorts,
  request: ReleaseRequest,
  workspace: Workspace,
  execution: Execution,
): Promise<ReleaseOutcome> {
  const { history } = ports;
  const begun = await readJournal(execution);
  if (begun !== null && request.dryRun && begun.command === execution.command)
    return { plan: begun.plan, warnings: [] };
  const resumed = begun === null || request.dryRun ? null : await resumeRelease(begun, history, execution);
  if (resumed !== null) return { plan: resumed, warnings: [] };

  const mayBeDone = request.push || (request.commit && execution.waited);
  const done = mayBeDone ? await completionOfHead(ports, request, workspace, execution) : null;
  if (done !== null) return finish(done, request, execution);

  const draft = await draftRelease(ports, request, workspace, execution);
  const there = await completionOnRemote(draft, history, execution, workspace);
  if (there !== null) return finish(there, request, execution);
  requireNone(draft.findings);
  const { plan } = draft;
  if (request.dryRun || plan.status !== 'planned') return { plan, warnings: [] };
  return carryOut(plan, execution, request.approve);
}

async function finish(
  completion: Completion,
  request: ReleaseRequest,
  execution: Execution,
): Promise<ReleaseOutcome> {
  const { plan, commit } = completion;
  const warnings = [alreadyReleased(plan, `by ${commit.slice(0, 12)}`)];
  if (plan.status === 'noop') return { plan: NOOP, warnings };
  if (request.dryRun || !(await request.approve(plan))) return { plan, warnings };
  execution.checkpoint();
  return { plan: await complete(completion, execution), warnings };
}

/** Where HEAD is the release that this request makes of its parent, nothing is released again. */
async function completionOfHead(
  ports: ReleasePorts,
  request: ReleaseRequest,
  workspace: Workspace,
  execution: Execution,
): Promise<Completion | null> {
  const { history } = ports;
  const { publisher } = execution;
  const head = await publisher.headState();
  const found = await releasedAtHead(history, head, async commit => {
    const tree = await history.commitTree(commit);
    const before = await loadWorkspace(tree, ports.config ?? (await loadConfig(tree)));
    return planEdits(before, await bumpRequest(ports, request, before, execution, commit), []);
  });
  return found === null ? null : completionAtHead(found, head, history, publisher, workspace, request);
}

/** Where the remote has gone on by the very release that is planned, that one is completed. */
async function completionOnRemote(
  { plan, findings, remoteRefs }: Draft,
  history: History,
  { publisher, remote }: Execution,
  { config }: Workspace,
): Promise<Completion | null> {
  const tip = plan.commit === null ? undefined : remoteRefs?.get(plan.commit.branch);
  if (remoteRefs === null || tip === undefined || !findings.some(({ code }) => code === 'REMOTE_MOVED'))
    return null;
  const released = await releasedThere(history, publisher, remote, plan, tip);
  return released === null ? null : completionThere(released, plan, remoteRefs, config.push.tagsPerPush);
}
