import { tagFrame } from '../../tags/template.js';
import type { Problem } from '../../workspace/problem.js';
import { jobRuns, runOf } from '../condition.js';
import { effectsOf } from '../effects.js';
import { hasFilter } from '../trigger.js';
import type { Workflow } from '../workflow.js';
import { type ExaminedRef, packageOf, problem } from './inspection.js';

/**
 * A tag whose push starts no workflow. An error where other tags are meant to start something, since then this one
 * surely should; where nothing listens to tags, releases may well be published some other way.
 */
export function tagStartsNothing(ref: ExaminedRef): Problem[] {
  const { push, started, workflows } = ref;
  if (push.kind !== 'tag' || started.length > 0 || push.skipWord !== null || workflows.length === 0)
    return [];
  const nearest = nearestOf(listeners(workflows), ref);
  const owned = ref.packages.length > 0;
  const filter = nearest?.triggers.get('push')?.filters.get('tags');
  return [
    problem(nearest ?? null, filter?.place ?? null, {
      rule: 'tag-starts-nothing',
      severity: nearest !== undefined && owned ? 'error' : 'warning',
      package: packageOf(ref),
      message:
        nearest === undefined
          ? `the tag ${push.name} starts no workflow: ${waiting(workflows)}`
          : `the tag ${push.name} starts no workflow; ${nearest.file} waits for ${patterns(nearest)}`,
      hint:
        nearest === undefined
          ? `Add \`push: {tags: ['${suggested(ref)}']}\` to the workflow that publishes.`
          : `Write a workflow that waits for '${suggested(ref)}', add that to \`tags\` there, or change \`tag\` in relctl.toml.`,
    }),
  ];
}

/** A tag that starts workflows none of whose jobs runs. */
export function jobNeverRuns(ref: ExaminedRef): Problem[] {
  const { push, started } = ref;
  if (started.length === 0) return [];
  const idle = started.filter(({ workflow, events }) =>
    workflow.jobs.every(job =>
      events.every(event => jobRuns(job, workflow.jobs, runOf(push, event, workflow.name)) === false),
    ),
  );
  const alone = idle.length === started.length && push.kind === 'tag' && ref.packages.length > 0;
  return idle.flatMap(({ workflow }) => {
    const job = workflow.jobs.find(({ condition }) => condition !== null);
    if (job?.condition == null) return [];
    const meant = alone && listensToTags(workflow);
    return [
      problem(workflow, job.condition.place, {
        rule: 'job-never-runs',
        severity: meant ? 'error' : 'warning',
        package: packageOf(ref),
        message: `${push.ref} starts ${workflow.name}, but the conditions of all its jobs are false then: nothing is done`,
        hint: meant
          ? 'Bring the `if:` of the jobs and the tags that start the workflow into agreement.'
          : 'Leave it out with a filter under `on.push` if nothing is to be done.',
      }),
    ];
  });
}

/** Whether a workflow names tags that start it. */
export function listensToTags({ triggers }: Workflow): boolean {
  return (
    triggers
      .get('push')
      ?.filters.get('tags')
      ?.patterns.some(({ negated }) => !negated) === true
  );
}

/** A workflow that waits for tags. */
interface Listener {
  readonly workflow: Workflow;
  /** What may name the package that it is for, in lower case. */
  readonly text: string;
  readonly publishes: boolean;
}

interface Listeners {
  readonly all: readonly Listener[];
  /** Their texts as one, which says at once that a name is in none of them. */
  readonly text: string;
  /** The first one that publishes, else the first. */
  readonly usual: Listener | undefined;
}

/** The same workflows are asked for every tag that starts none. */
const memo = new WeakMap<readonly Workflow[], Listeners>();

function listeners(workflows: readonly Workflow[]): Listeners {
  const known = memo.get(workflows);
  if (known !== undefined) return known;
  const all = workflows.filter(listensToTags).map(workflow => ({
    workflow,
    text: `${workflow.file} ${workflow.name}`.toLowerCase(),
    publishes: workflow.jobs.some(job => effectsOf(workflow, job).some(({ kind }) => kind === 'publish')),
  }));
  const found = {
    all,
    text: all.map(({ text }) => text).join('\n'),
    usual: all.find(({ publishes }) => publishes) ?? all[0],
  };
  memo.set(workflows, found);
  return found;
}

/** The one that the tag is most likely meant for: it names the package, or at least publishes. */
function nearestOf({ all, text, usual }: Listeners, { packages }: ExaminedRef): Workflow | undefined {
  const names = packages.map(({ id }) => id.toLowerCase()).filter(name => text.includes(name));
  if (names.length === 0) return usual?.workflow;
  const named = all.filter(listener => names.some(name => listener.text.includes(name)));
  return (named.find(({ publishes }) => publishes) ?? named[0] ?? usual)?.workflow;
}

function patterns(workflow: Workflow): string {
  const all = workflow.triggers.get('push')?.filters.get('tags')?.patterns ?? [];
  return all.map(({ text }) => JSON.stringify(text)).join(', ');
}

/** A pattern for the tags of the package, which ends where its version begins. */
function suggested({ packages, push }: ExaminedRef): string {
  const [each] = packages;
  if (each === undefined) return push.name.replace(/\d.*$/, '*');
  const [before, after] = tagFrame(each.template, each);
  return `${before.replace(/[\\*?+![\]]/g, '\\$&')}[0-9]*${after}`;
}

/** What the workflows that publish wait for instead. */
function waiting(workflows: readonly Workflow[]): string {
  const events = new Set(workflows.flatMap(({ triggers }) => [...triggers.keys()]));
  const others = ['release', 'workflow_dispatch', 'repository_dispatch'].filter(event => events.has(event));
  const byBranch = workflows.some(({ triggers }) => {
    const push = triggers.get('push');
    return push !== undefined && hasFilter(push, 'branches');
  });
  const waits = [...(byBranch ? ['pushes of branches'] : []), ...others];
  return waits.length === 0 ? 'none waits for a tag' : `they wait for ${waits.join(', ')} only`;
}
