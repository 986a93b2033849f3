import { chainOf, type Follower, followersOf, type Step } from './chains.js';
import { runOf } from './condition.js';
import { effectsOf } from './effects.js';
import { type Push, tagPush } from './push.js';
import { skipWord } from './skip-word.js';
import { mayTake } from './tag-index.js';
import { startingEvents, takesTags } from './trigger.js';
import type { Workflow } from './workflow.js';

/** A workflow that a push starts. */
export interface Start {
  readonly file: string;
  readonly name: string;
  /** What runs because it does. */
  readonly then: readonly Follower[];
}

/** A start with what stands behind it. */
export interface StartedWorkflow {
  readonly workflow: Workflow;
  readonly events: readonly ('push' | 'create')[];
  /** Everything that runs, the workflow itself first. */
  readonly chain: readonly Step[];
}

/** The workflows that a push starts, in the order of their files. */
export function startedBy(workflows: readonly Workflow[], push: Push): StartedWorkflow[] {
  const started: StartedWorkflow[] = [];
  const candidates = push.kind === 'tag' ? mayTake(workflows, push.name) : workflows;
  for (const workflow of candidates) {
    const events = startingEvents(workflow, push);
    const [event] = events;
    if (event === undefined) continue;
    started.push({
      workflow,
      events,
      chain: chainOf(workflow, runOf(push, event, workflow.name), workflows),
    });
  }
  return started;
}

/** A start as it is reported. */
export function describeStart({ workflow: { file, name }, chain }: StartedWorkflow): Start {
  // biome-ignore lint/suspicious/noThenProperty: the key of the result, and no function
  return { file, name, then: followersOf(chain) };
}

/** What the tags of a release start. */
export interface TagStarts {
  readonly tags: readonly { readonly tag: string; readonly starts: readonly Start[] }[];
  /** Whether any workflow of the repository publishes something, however it is started. */
  readonly publishes: boolean;
  /** Whether tags lead to what publishes: where they do not, one that starts nothing may well be meant so. */
  readonly tagsPublish: boolean;
}

/**
 * What pushes of new tags will start, each pushed by itself.
 * @param message of the commit that they will stand on
 */
export function startsOf(
  workflows: readonly Workflow[],
  tags: readonly string[],
  message: string,
): TagStarts {
  const word = skipWord(message);
  return {
    tags: tags.map(tag => ({ tag, starts: startedBy(workflows, tagPush(tag, word)).map(describeStart) })),
    publishes: workflows.some(publishes),
    tagsPublish: workflows.some(workflow => takesTags(workflow) && leadsToPublishing(workflow, workflows)),
  };
}

function publishes(workflow: Workflow): boolean {
  return workflow.jobs.some(job => effectsOf(workflow, job).some(({ kind }) => kind === 'publish'));
}

/** Whether it publishes for some tag, itself or by what it leads to. */
function leadsToPublishing(workflow: Workflow, workflows: readonly Workflow[]): boolean {
  const event = workflow.triggers.has('push') ? 'push' : 'create';
  const run = { event, ref: null, workflow: workflow.name, inputs: false };
  return chainOf(workflow, run, workflows).some(step => publishes(step.workflow));
}
