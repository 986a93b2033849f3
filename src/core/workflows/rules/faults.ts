import type { Problem } from '../../workspace/problem.js';
import { isFatal } from '../read-workflow.js';
import type { Workflow } from '../workflow.js';
import { problem } from './inspection.js';

/** What GitHub does not take, or passes over, in each file. */
export function fileFaults(workflows: readonly Workflow[]): Problem[] {
  return workflows.flatMap(workflow =>
    workflow.faults.map(fault =>
      problem(workflow, fault.place, { ...fault, severity: isFatal(fault) ? 'error' : 'warning' }),
    ),
  );
}
