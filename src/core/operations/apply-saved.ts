import { RelctlError } from '../errors.js';
import { NOOP, type Plan } from '../plan/plan.js';
import type { History } from '../ports.js';
import type { ReleaseOutcome } from '../release/outcome.js';
import type { Workspace } from '../workspace/workspace.js';
import { alreadyReleased } from './already-released.js';
import { applyPlan, type Execution } from './apply-plan.js';
import { basisOf } from './make-plan.js';
import { preflight, raised, requireNone } from './preflight.js';
import { readJournal, resumeRelease } from './resume-release.js';
import { filesOf } from './write-edits.js';

/**
 * Applies a plan that was saved, once: what it was computed from must be as it was.
 * @throws PLAN_STALE where HEAD, the branch or the configuration is another; REMOTE_MOVED where the remote is; what
 *   the preflight finds, and what `applyPlan` does
 */
export async function applySavedPlan(
  plan: Plan,
  history: History,
  workspace: Workspace,
  execution: Execution,
  approve: (plan: Plan) => boolean | Promise<boolean>,
): Promise<ReleaseOutcome> {
  const begun = await readJournal(execution);
  const resumed = begun === null ? null : await resumeRelease(begun, history, execution);
  if (resumed !== null) return { plan: resumed, warnings: [] };
  requireNone([
    ...(await staleness(plan, history, workspace, execution)),
    ...(await findings(plan, history, workspace, execution)),
  ]);
  if (!(await approve(plan))) return { plan, warnings: [] };
  execution.checkpoint();
  const applied = await applyPlan(plan, execution);
  return applied === null
    ? { plan: NOOP, warnings: [alreadyReleased(plan, 'another run has published the same commit')] }
    : { plan: applied, warnings: [] };
}

async function staleness(
  plan: Plan,
  history: History,
  workspace: Workspace,
  { publisher, sha256 }: Execution,
): Promise<RelctlError[]> {
  const head = await publisher.headState();
  const { commit, basis } = plan;
  const stale = (message: string) => new RelctlError('PLAN_STALE', message);
  const found: RelctlError[] = [];
  if (commit !== null && head.commit !== commit.parent) {
    const [tip] = await history.log({ tip: head.commit, limit: 1 });
    const isApplied = tip?.parents[0] === commit.parent && tip.message.trim() === commit.message.trim();
    const at = head.commit.slice(0, 12);
    found.push(
      stale(
        isApplied
          ? `the plan was applied already, as ${at}`
          : `HEAD is at ${at}, and the plan starts from ${commit.parent.slice(0, 12)}`,
      ),
    );
  } else if (commit !== null && head.branch !== null && head.branch !== commit.branch) {
    found.push(stale(`HEAD is on ${head.branch}, and the plan is for ${commit.branch}`));
  }
  if (basis?.config !== basisOf(workspace, null, null, sha256).config)
    found.push(stale('the configuration is not the one that the plan was made with'));
  return found;
}

async function findings(
  plan: Plan,
  history: History,
  { packages }: Workspace,
  { publisher, remote, signing }: Execution,
): Promise<RelctlError[]> {
  if (plan.commit === null) return [];
  const { branch } = plan.commit;
  let refs: ReadonlyMap<string, string> | null = null;
  const unreachable = await raised(async () => {
    refs = plan.pushes.length > 0 ? await publisher.remoteRefs(remote) : null;
  });
  const remoteRefs = refs as ReadonlyMap<string, string> | null;
  const expected = plan.basis?.remote?.commit ?? null;
  const tip = remoteRefs?.get(branch) ?? null;
  const moved =
    remoteRefs !== null && tip !== expected
      ? [
          new RelctlError(
            'REMOTE_MOVED',
            `${branch} of ${remote.name} is not where it was when the plan was made`,
          ),
        ]
      : [];
  const [tags, reachableTags, { untracked }] = await Promise.all([
    history.tags(),
    history.reachableTags(),
    history.workTree(),
  ]);
  const intent = {
    head: await publisher.headState(),
    packages,
    moves: [],
    files: filesOf(plan.edits),
    tags: plan.tags.map(({ name }) => name),
    signing,
    remote: plan.pushes.length > 0 ? remote : null,
  };
  const others = await preflight(publisher, intent, { untracked, tags, reachableTags, remoteRefs });
  return [
    ...moved,
    ...others.filter(({ code }) => code !== 'REMOTE_MOVED' || moved.length === 0),
    ...unreachable,
  ];
}
