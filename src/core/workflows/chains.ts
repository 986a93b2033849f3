import { holds, jobRuns, type Run } from './condition.js';
import { type Effect, effectsOf } from './effects.js';
import { takesName } from './trigger.js';
import type { Job, Workflow } from './workflow.js';

/** How a workflow comes to run after another one. */
export type Link = 'workflow_call' | 'workflow_run' | 'release' | 'workflow_dispatch' | 'repository_dispatch';

/** A workflow that runs because another one does. */
export interface Follower {
  readonly file: string;
  readonly name: string;
  readonly event: Link;
  /** The file of the workflow that leads to it. */
  readonly after: string;
}

/** A workflow that runs, with what is known of the run; `called` where it is part of the caller's run. */
export interface Step {
  readonly workflow: Workflow;
  readonly run: Run;
  readonly link: Link | null;
  readonly after: string | null;
  /** Whether it surely runs, as far as conditions tell. */
  readonly certain: boolean;
}

/** The limit of GitHub for `workflow_run`. */
const MOST_RUNS_IN_A_ROW = 3;

/**
 * What a started workflow leads to, the nearest first, itself at the start: workflows that it calls, that follow its
 * run, that a GitHub release of one of its jobs starts, and that it dispatches. What the token of the job makes starts
 * none, but for dispatches; jobs and steps that surely do not run lead nowhere.
 */
export function chainOf(start: Workflow, run: Run, workflows: readonly Workflow[]): Step[] {
  const chain: (Step & { readonly runsBefore: number })[] = [
    { workflow: start, run, link: null, after: null, certain: true, runsBefore: 0 },
  ];
  const seen = new Set([start.file]);
  for (const step of chain) {
    for (const next of nextSteps(step, workflows)) {
      const runsBefore = step.runsBefore + (next.link === 'workflow_run' ? 1 : 0);
      if (seen.has(next.workflow.file) || runsBefore > MOST_RUNS_IN_A_ROW) continue;
      seen.add(next.workflow.file);
      chain.push({ ...next, after: step.workflow.file, certain: next.certain && step.certain, runsBefore });
    }
  }
  return chain;
}

/** The chain as it is reported: what follows the first. */
export function followersOf(chain: readonly Step[]): Follower[] {
  return chain.flatMap(({ workflow: { file, name }, link, after }) =>
    link === null || after === null ? [] : [{ file, name, event: link, after }],
  );
}

type Next = Omit<Step, 'after'>;

function nextSteps({ workflow, run, link }: Step, workflows: readonly Workflow[]): Next[] {
  const byEvent = waitingByEvent(workflows);
  const jobs = workflow.jobs.filter(job => jobRuns(job, workflow.jobs, run) !== false);
  const later = [
    ...jobs.flatMap(job => called(workflow, job, run, byEvent)),
    ...jobs.flatMap(job =>
      effectsThatHappen(workflow, job, run).flatMap(effect => caused(effect, run, byEvent)),
    ),
  ];
  return link === 'workflow_call' ? later : [...later, ...following(workflow, run, byEvent)];
}

/** The workflows that wait for an event, in the order of their files. */
type ByEvent = (event: Link) => readonly Workflow[];

/** The same workflows are asked about by every one that is started. */
const memo = new WeakMap<readonly Workflow[], ReadonlyMap<string, readonly Workflow[]>>();

function waitingByEvent(workflows: readonly Workflow[]): ByEvent {
  const known = memo.get(workflows) ?? indexOf(workflows);
  memo.set(workflows, known);
  return event => known.get(event) ?? [];
}

function indexOf(workflows: readonly Workflow[]): Map<string, Workflow[]> {
  const index = new Map<string, Workflow[]>();
  for (const workflow of workflows) {
    for (const event of workflow.triggers.keys()) {
      const waiting = index.get(event);
      if (waiting === undefined) index.set(event, [workflow]);
      else waiting.push(workflow);
    }
  }
  return index;
}

/** The effects of a job but for those of steps that surely do not run. */
export function effectsThatHappen(workflow: Workflow, job: Job, run: Run): Effect[] {
  return effectsOf(workflow, job).filter(
    ({ condition }) => condition === null || holds(condition.text, run) !== false,
  );
}

/** The file of this repository that a job calls; null where it calls none of it. */
export function calledFile({ uses }: Job): string | null {
  return /^(?:\.|\$)\/(\.github\/workflows\/[^/@]+\.ya?ml)$/.exec(uses?.text ?? '')?.[1] ?? null;
}

function called(caller: Workflow, job: Job, run: Run, waiting: ByEvent): Next[] {
  const file = calledFile(job);
  const workflow = waiting('workflow_call').find(each => each.file === file);
  if (workflow === undefined) return [];
  const certain = jobRuns(job, caller.jobs, run) === true;
  return [{ workflow, run: { ...run, inputs: true }, link: 'workflow_call', certain }];
}

function caused(effect: Effect, run: Run, waiting: ByEvent): Next[] {
  if (effect.kind === 'release') return effect.token === 'job' || effect.draft ? [] : released(run, waiting);
  if (effect.kind === 'dispatch') {
    const workflow = waiting('workflow_dispatch').find(({ file, name }) =>
      [file, file.split('/').at(-1), name].includes(effect.workflow),
    );
    if (workflow === undefined) return [];
    return [
      {
        workflow,
        run: laterRun('workflow_dispatch', workflow, null),
        link: 'workflow_dispatch',
        certain: false,
      },
    ];
  }
  if (effect.kind !== 'repository-dispatch') return [];
  return waiting('repository_dispatch').flatMap(workflow => {
    const trigger = workflow.triggers.get('repository_dispatch');
    if (
      trigger === undefined ||
      (trigger.types !== null && effect.type !== null && !trigger.types.includes(effect.type))
    )
      return [];
    return [
      {
        workflow,
        run: laterRun('repository_dispatch', workflow, null),
        link: 'repository_dispatch',
        certain: false,
      },
    ];
  });
}

/** Of the activities of a release these come with one that is made public. */
const ACTIVITIES: readonly string[] = ['published', 'released', 'created', 'prereleased'];

function released(run: Run, waiting: ByEvent): Next[] {
  return waiting('release').flatMap(workflow => {
    const trigger = workflow.triggers.get('release');
    if (trigger === undefined || trigger.types?.every(type => !ACTIVITIES.includes(type))) return [];
    return [{ workflow, run: laterRun('release', workflow, run.ref), link: 'release', certain: false }];
  });
}

/** `branches` of `workflow_run` are compared with the name of the reference that the run before was for. */
function following({ name, file }: Workflow, run: Run, waiting: ByEvent): Next[] {
  return waiting('workflow_run').flatMap(workflow => {
    const trigger = workflow.triggers.get('workflow_run');
    if (trigger === undefined || !trigger.workflows.some(({ text }) => text === name || text === file))
      return [];
    const head = run.ref?.replace(/^refs\/(?:heads|tags)\//, '') ?? null;
    if (head !== null && takesName(trigger, 'branches', head) === false) return [];
    return [
      { workflow, run: laterRun('workflow_run', workflow, null), link: 'workflow_run', certain: false },
    ];
  });
}

function laterRun(event: string, { name }: Workflow, ref: string | null): Run {
  return { event, ref, workflow: name, inputs: event === 'workflow_dispatch' };
}
