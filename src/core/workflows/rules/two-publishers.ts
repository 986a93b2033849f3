import type { Problem } from '../../workspace/problem.js';
import { effectsThatHappen } from '../chains.js';
import { holds, jobRuns } from '../condition.js';
import type { Effect } from '../effects.js';
import type { StartedWorkflow } from '../starts.js';
import type { Workflow } from '../workflow.js';
import { type ExaminedRef, packageOf, problem } from './inspection.js';

/** Where a package is put on an index, and whether that surely happens. */
interface Publication {
  readonly workflow: Workflow;
  readonly effect: Effect & { readonly kind: 'publish' };
  readonly certain: boolean;
}

/**
 * A tag of one package that leads to two workflows that upload to a package index: the second upload fails, since no
 * index takes the same file twice. The test index, images and GitHub releases are other places.
 */
export function tagStartsTwoPublishers(ref: ExaminedRef): Problem[] {
  const { push, started, packages } = ref;
  if (push.kind !== 'tag' || packages.length > 1) return [];
  const byFile = new Map<string, Publication>();
  for (const each of started.flatMap(publications)) {
    const before = byFile.get(each.workflow.file);
    if (before === undefined || (!before.certain && each.certain)) byFile.set(each.workflow.file, each);
  }
  const [first, second] = [...byFile.values()].sort((a, b) => Number(b.certain) - Number(a.certain));
  if (first === undefined || second === undefined) return [];
  const filter = second.workflow.triggers.get('push')?.filters.get('tags');
  return [
    problem(second.workflow, filter?.place ?? second.effect.place, {
      rule: 'tag-starts-two-publishers',
      severity: first.certain && second.certain && packages.length === 1 ? 'error' : 'warning',
      package: packageOf(ref),
      message: `the tag ${push.name} starts two workflows that publish: ${first.workflow.file} (${first.effect.what}, line ${first.effect.place.line}) and ${second.workflow.file} (${second.effect.what}, line ${second.effect.place.line})`,
      hint: 'Make the `tags` of one of them narrower, or let only one of them upload.',
    }),
  ];
}

/** All that a started workflow uploads to a package index, called and following workflows included. */
export function publications({ chain }: StartedWorkflow): Publication[] {
  return chain.flatMap(({ workflow, run, certain: reached }) =>
    workflow.jobs.flatMap(job => {
      const runs = jobRuns(job, workflow.jobs, run);
      if (runs === false) return [];
      return effectsThatHappen(workflow, job, run).flatMap((effect): Publication[] => {
        if (effect.kind !== 'publish' || effect.target !== 'index') return [];
        const certain =
          reached &&
          runs === true &&
          !effect.tolerant &&
          (effect.condition === null || holds(effect.condition.text, run) === true);
        return [{ workflow, effect, certain }];
      });
    }),
  );
}
