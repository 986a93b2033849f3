import type { Plan } from '../plan/plan.js';
import type { Warning } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';

/** What a run made of a plan. */
export interface ReleaseOutcome {
  readonly plan: Plan;
  readonly warnings: readonly Warning[];
}

/** The same, with the workspace as it was before. */
export interface ReleaseResult {
  readonly result: Plan;
  readonly workspace: Workspace;
  readonly warnings: readonly Warning[];
  /** To be called once the result is told: until then the same command would tell it again. */
  readonly settle: () => Promise<void>;
}
