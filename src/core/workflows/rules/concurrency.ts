import type { Problem } from '../../workspace/problem.js';
import { interpolate, jobRuns, type Run, runOf } from '../condition.js';
import { effectsOf } from '../effects.js';
import type { Concurrency, Workflow } from '../workflow.js';
import { type Inspection, problem } from './inspection.js';

/** Contexts that are the same for all tags of one release, whatever they hold. */
const CONSTANT =
  /\bgithub\.(?:sha|actor|actor_id|triggering_actor|repository(?:_\w+)?|workflow_ref|workflow_sha|server_url)\b|\b(?:vars|secrets|env)\.\w+/gi;

/**
 * Groups in which the tags of a release push each other out: GitHub keeps one run and one that waits, and cancels the
 * one that waited before; with cancel-in-progress also the one that runs.
 */
export function concurrencyDropsRuns({ workflows, tags }: Inspection): Problem[] {
  return workflows.flatMap(workflow => {
    if (workflow.concurrency === null && workflow.jobs.every(job => job.concurrency === null)) return [];
    const runs = tags
      .filter(({ started }) =>
        started.some(each => each.workflow === workflow && each.events.includes('push')),
      )
      .map(({ push }) => runOf(push, 'push', workflow.name));
    if (runs.length < 2) return [];
    const groups: (readonly [Concurrency, readonly Run[]])[] = [
      ...(workflow.concurrency === null ? [] : [[workflow.concurrency, runs] as const]),
      ...workflow.jobs.flatMap(job => {
        if (job.concurrency === null) return [];
        return [[job.concurrency, runs.filter(run => jobRuns(job, workflow.jobs, run) !== false)] as const];
      }),
    ];
    return groups.flatMap(([concurrency, of]) => dropped(workflow, concurrency, of));
  });
}

function dropped(
  workflow: Workflow,
  { group, cancelInProgress, queue }: Concurrency,
  runs: readonly Run[],
): Problem[] {
  const text = group.text.replaceAll(CONSTANT, "'-'");
  const shared = new Map<string, number>();
  for (const run of runs) {
    const name = interpolate(text, run)?.toLowerCase();
    if (name !== undefined) shared.set(name, (shared.get(name) ?? 0) + 1);
  }
  const most = Math.max(0, ...shared.values());
  const [run] = runs;
  const cancels = run !== undefined && interpolate(cancelInProgress, run) === 'true';
  if (most < (cancels ? 2 : 3) || (queue === 'max' && !cancels)) return [];
  const publishes = workflow.jobs.some(job =>
    effectsOf(workflow, job).some(({ kind }) => kind === 'publish'),
  );
  return [
    problem(workflow, group.place, {
      rule: 'concurrency-drops-runs',
      severity: publishes ? 'error' : 'warning',
      message: `the tags of ${most} packages share the group ${JSON.stringify(group.text)}: of a release of all of them ${cancels ? 'only the last run is finished' : `${most - 2} runs are cancelled`}`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
      hint: 'Put ${{ github.ref }} into the group.',
    }),
  ];
}
