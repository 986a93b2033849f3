import { RelctlError } from '../errors.js';
import { firstDifference } from '../plan/difference.js';
import type { Plan } from '../plan/plan.js';
import type { SavedPlan } from '../plan/saved.js';
import type { History } from '../ports.js';
import type { ReleaseOutcome } from '../release/outcome.js';
import type { Workspace } from '../workspace/workspace.js';
import { carryOut, type Execution } from './apply-plan.js';
import { configHash, type Draft } from './make-plan.js';
import { requireNone } from './preflight.js';
import { readJournal, resumeRelease } from './resume-release.js';

/**
 * Applies a plan that was saved, once. Nothing of the file is trusted: what it asked for is planned again, and has to
 * give the same plan.
 * @param planAgain what the saved request makes now
 * @throws PLAN_STALE where HEAD, the branch, the configuration or the plan is another; REMOTE_MOVED where the remote
 *   is; what `makePlan`, `carryOut` and `resumeRelease` do
 */
export async function applySavedPlan(
  saved: SavedPlan,
  history: History,
  workspace: Workspace,
  execution: Execution,
  planAgain: () => Promise<Draft>,
  approve: (plan: Plan) => boolean | Promise<boolean>,
): Promise<ReleaseOutcome> {
  const begun = await readJournal(execution);
  const resumed = begun === null ? null : await resumeRelease(begun, history, execution);
  if (resumed !== null) return { plan: resumed, warnings: [] };
  requireNone(await movedHere(saved, history, workspace, execution));
  const draft = await planAgain();
  const moved = movedThere(saved, draft, execution);
  const others = draft.findings.filter(({ code }) => moved.length === 0 || code !== 'REMOTE_MOVED');
  requireNone([...moved, ...others]);
  requireSame(saved, draft.plan);
  return carryOut(draft.plan, execution, approve);
}

/** What can be told more plainly than by the difference of two plans. */
async function movedHere(
  { commit, basis }: SavedPlan,
  history: History,
  workspace: Workspace,
  { publisher, sha256 }: Execution,
): Promise<RelctlError[]> {
  const head = await publisher.headState();
  const found: string[] = [];
  if (commit !== null && head.commit !== commit.parent) {
    const [tip] = await history.log({ tip: head.commit, limit: 1 });
    const isApplied = tip?.parents[0] === commit.parent && tip.message.trim() === commit.message.trim();
    const at = head.commit.slice(0, 12);
    found.push(
      isApplied
        ? `the plan was applied already, as ${at}`
        : `HEAD is at ${at}, and the plan starts from ${commit.parent.slice(0, 12)}`,
    );
  } else if (commit !== null && head.branch !== null && head.branch !== commit.branch) {
    found.push(`HEAD is on ${head.branch}, and the plan is for ${commit.branch}`);
  }
  if (basis.config !== configHash(workspace, sha256))
    found.push('the configuration is not the one that the plan was made with');
  return found.map(message => new RelctlError('PLAN_STALE', message));
}

function movedThere(
  { basis, commit }: SavedPlan,
  { plan, remoteRefs }: Draft,
  { remote }: Execution,
): RelctlError[] {
  const isSame = plan.basis?.remote?.commit === basis.remote?.commit;
  if (remoteRefs === null || plan.commit === null || basis.remote === null || isSame) return [];
  const message = `${commit?.branch} of ${remote.name} is not where it was when the plan was made`;
  return [new RelctlError('REMOTE_MOVED', message)];
}

/** @throws PLAN_STALE */
function requireSame(saved: SavedPlan, planned: Plan): void {
  const place = firstDifference(saved, JSON.parse(JSON.stringify(planned)));
  if (place === null) return;
  throw new RelctlError('PLAN_STALE', `the plan is not the one that relctl makes now: ${place} is another`, {
    details: { place },
  });
}
