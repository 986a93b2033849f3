import type { Problem } from '../../workspace/problem.js';
import { calledFile } from '../chains.js';
import { isFatal } from '../read-workflow.js';
import type { Workflow } from '../workflow.js';
import { problem } from './inspection.js';

/** Calls of workflows that are not there, or that cannot be called: the run fails before its first job. */
export function callsOfNothing(workflows: readonly Workflow[]): Problem[] {
  const byFile = new Map(workflows.map(each => [each.file, each]));
  return workflows.flatMap(workflow =>
    workflow.jobs.flatMap(job => {
      const file = calledFile(job);
      if (file === null || job.uses === null || workflow.triggers.size === 0) return [];
      const called = byFile.get(file);
      if (called?.triggers.has('workflow_call') === true || called?.faults.some(isFatal) === true) return [];
      return [
        problem(workflow, job.uses.place, {
          rule: 'workflow-invalid',
          severity: 'error',
          message:
            called === undefined
              ? `there is no ${file} to call`
              : `${file} cannot be called: it has no \`on: workflow_call\``,
          hint:
            called === undefined
              ? 'Write the file as it is called now.'
              : 'Add `workflow_call:` to its `on`.',
        }),
      ];
    }),
  );
}
