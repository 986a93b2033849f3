import type { Plan } from '../plan/plan.js';
import type { Warning } from '../workspace/problem.js';

/** What a run made of a plan. */
export interface ReleaseOutcome {
  readonly plan: Plan;
  readonly warnings: readonly Warning[];
}
