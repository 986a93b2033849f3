import type { Problem } from '../../workspace/problem.js';
import { takesPush } from '../trigger.js';
import { type ExaminedRef, problem } from './inspection.js';

/** The changed files that GitHub looks at for a path filter; which ones come first, it does not say. */
const MOST_PATHS = 300;

/**
 * Workflows that a push starts by its paths, though GitHub may not see any of those: it looks at so many files only, and
 * more than that would not start them.
 */
export function tooManyPaths({ push, started }: ExaminedRef): Problem[] {
  if (push.kind !== 'branch' || push.paths.length <= MOST_PATHS) return [];
  const paths = [...new Set(push.paths)];
  return started.flatMap(({ workflow, events }) => {
    const trigger = workflow.triggers.get('push');
    const filter = trigger?.filters.get('paths') ?? trigger?.filters.get('paths-ignore');
    if (trigger === undefined || filter === undefined || events.includes('create')) return [];
    const others = paths.filter(path => !takesPush(trigger, { ...push, paths: [path] })).length;
    if (others < MOST_PATHS) return [];
    return [
      problem(workflow, filter.place, {
        rule: 'too-many-paths',
        severity: 'warning',
        message: `whether ${push.ref} starts this workflow is not certain: GitHub looks at the first ${MOST_PATHS} changed files for ${filter.key}, and ${others} of these ${paths.length} do not pass it`,
        hint: 'Push fewer changes at once, or start the workflow by hand if it did not run (`workflow_dispatch`).',
      }),
    ];
  });
}
