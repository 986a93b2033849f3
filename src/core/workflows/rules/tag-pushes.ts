import type { Problem } from '../../workspace/problem.js';
import { calledFile } from '../chains.js';
import { type Effect, effectsOf } from '../effects.js';
import { startingEvents } from '../trigger.js';
import type { Workflow } from '../workflow.js';
import { type Inspection, problem } from './inspection.js';

/** The most tags of one push that GitHub tells workflows of. */
export const MOST_TAGS = 3;

/** Commands that push all tags at once, where a release may have more than GitHub tells of. */
export function tooManyTags({ workflows, tags }: Inspection): Problem[] {
  if (tags.length <= MOST_TAGS) return [];
  return workflows.flatMap(workflow =>
    allEffects(workflow).flatMap(effect => {
      if (effect.kind !== 'push-tags' || !effect.all) return [];
      return [
        problem(workflow, effect.place, {
          rule: 'too-many-tags',
          severity: 'warning',
          message: `all tags are pushed at once, and there may be ${tags.length}: for more than ${MOST_TAGS} in one push GitHub starts nothing at all`,
          hint: 'Push them one by one: relctl bump --push and relctl tag --push do.',
        }),
      ];
    }),
  );
}

/**
 * Tags and releases that a workflow makes with the token of its job: they start nothing. Fine where the workflow
 * publishes itself, or calls or dispatches what would have been started.
 */
export function jobTokenPush({ workflows, tags }: Inspection): Problem[] {
  return workflows.flatMap(workflow => {
    if (goesOn(workflow)) return [];
    const effects = allEffects(workflow);
    return [
      ...effects.flatMap(effect => tagsUnheard(workflow, effect, workflows, tags)),
      ...effects.flatMap(effect => releaseUnheard(workflow, effect, workflows)),
    ];
  });
}

/** Whether a workflow needs no other to be started by what it pushes: it publishes, calls or dispatches by itself. */
export function goesOn(workflow: Workflow): boolean {
  return (
    workflow.jobs.some(job => calledFile(job) !== null) ||
    allEffects(workflow).some(
      effect =>
        effect.kind === 'dispatch' ||
        effect.kind === 'repository-dispatch' ||
        (effect.kind === 'publish' && effect.target !== 'github'),
    )
  );
}

function tagsUnheard(
  workflow: Workflow,
  effect: Effect,
  workflows: readonly Workflow[],
  tags: Inspection['tags'],
): Problem[] {
  if (effect.kind !== 'push-tags' || effect.token !== 'job') return [];
  const waiting = workflows.filter(
    other =>
      other !== workflow &&
      other.triggers.get('push')?.filters.has('tags') === true &&
      tags.some(({ push }) => startingEvents(other, { ...push, skipWord: null }).length > 0),
  );
  return unheard(workflow, effect, waiting, 'tags that are pushed');
}

function releaseUnheard(workflow: Workflow, effect: Effect, workflows: readonly Workflow[]): Problem[] {
  if (effect.kind !== 'release' || effect.token !== 'job' || effect.draft) return [];
  const waiting = workflows.filter(other => other !== workflow && other.triggers.has('release'));
  return unheard(workflow, effect, waiting, 'a release that is made');
}

function unheard(
  workflow: Workflow,
  { place }: Effect,
  waiting: readonly Workflow[],
  what: string,
): Problem[] {
  const [first] = waiting;
  if (first === undefined) return [];
  const publishes = waiting.some(other => allEffects(other).some(({ kind }) => kind === 'publish'));
  return [
    problem(workflow, place, {
      rule: 'job-token-push',
      severity: publishes ? 'error' : 'warning',
      message: `${what} with the token of the job start${what.startsWith('a ') ? 's' : ''} no workflow, so ${first.file} never runs for it`,
      hint: `Use the token of an App or a deploy key, call ${first.file} with \`uses\`, or dispatch it.`,
    }),
  ];
}

function allEffects(workflow: Workflow): Effect[] {
  return workflow.jobs.flatMap(job => effectsOf(workflow, job));
}
