import { type Contexts, evaluate, isTrue, textOfValue, UNKNOWN, type Value } from './evaluate.js';
import { type Expression, parseExpression } from './expression.js';
import type { Push } from './push.js';
import type { Job } from './workflow.js';

/** What is known of a run before it starts; null for what is not. */
export interface Run {
  readonly event: string;
  readonly ref: string | null;
  /** The name of the workflow that was started. */
  readonly workflow: string;
  /** Whether it is called by another one, or started by hand, with inputs that are not known. */
  readonly inputs: boolean;
}

/** The run that a push starts. */
export function runOf(push: Push, event: 'push' | 'create', workflow: string): Run {
  return { event, ref: push.ref, workflow, inputs: false };
}

/**
 * Whether a job runs, as far as its `if:` and those of the jobs that it needs tell: a skipped job lets those that need
 * it be skipped, unless they ask for the status of others themselves. Null where it cannot be told.
 */
export function jobRuns(job: Job, jobs: readonly Job[], run: Run): boolean | null {
  if (job.needs.length === 0) return job.condition === null ? true : holds(job.condition.text, run);
  return runsOf(job, new Map(jobs.map(each => [each.id, each])), run, new Map());
}

function runsOf(
  job: Job,
  jobs: ReadonlyMap<string, Job>,
  run: Run,
  known: Map<string, boolean | null>,
): boolean | null {
  const before = known.get(job.id);
  if (before !== undefined) return before;
  // Jobs that need each other are refused by GitHub; here they only must not go round for ever.
  known.set(job.id, null);
  const own = job.condition === null ? true : holds(job.condition.text, run);
  const asksStatus =
    job.condition !== null && /\b(?:always|success|failure|cancelled)\s*\(/i.test(job.condition.text);
  const needs = job.needs.flatMap(id => jobs.get(id) ?? []).map(each => runsOf(each, jobs, run, known));
  const result =
    own === false || (!asksStatus && needs.includes(false)) ? false : needs.includes(null) ? null : own;
  known.set(job.id, result);
  return result;
}

/** Whether an `if:` holds in a run; null where it cannot be told. `${{ }}` around the whole of it may be left out. */
export function holds(condition: string, run: Run): boolean | null {
  const text = condition.trim();
  const inner = /^\$\{\{((?:(?!\$\{\{|\}\})[\s\S])*)\}\}$/.exec(text)?.[1];
  // With text around `${{ }}` the whole becomes text, which is not what anybody means.
  if (inner === undefined && text.includes('${{')) return null;
  const expression = parsed(inner ?? text);
  return expression === null ? null : isTrue(evaluate(expression, contextsOf(run)));
}

/** Text with its `${{ }}` filled in; null where that cannot be told. */
export function interpolate(text: string, run: Run): string | null {
  let known = true;
  const filled = text.replace(/\$\{\{((?:(?!\}\})[\s\S])*)\}\}/g, (_, inner: string) => {
    const expression = parsed(inner);
    const value = expression === null ? null : textOfValue(evaluate(expression, contextsOf(run)));
    known &&= value !== null;
    return value ?? '';
  });
  return known ? filled : null;
}

const expressions = new Map<string, Expression | null>();

/** The same few conditions are asked for every tag. */
function parsed(text: string): Expression | null {
  const before = expressions.get(text);
  if (before !== undefined) return before;
  const expression = parseExpression(text);
  expressions.set(text, expression);
  return expression;
}

function contextsOf({ event, ref, workflow, inputs }: Run): Contexts {
  const isTag = ref?.startsWith('refs/tags/') === true;
  const name = ref?.replace(/^refs\/(?:heads|tags)\//, '') ?? null;
  const orUnknown = (value: string | null): Value => value ?? UNKNOWN;
  const pushes = event === 'push' || event === 'create';
  return ([first, second, third]) => {
    if (first === 'inputs') return inputs ? UNKNOWN : null;
    if (first !== 'github') return UNKNOWN;
    switch (second) {
      case 'ref':
        return orUnknown(ref);
      case 'ref_name':
        return orUnknown(name);
      case 'ref_type':
        return ref === null ? UNKNOWN : isTag ? 'tag' : 'branch';
      case 'event_name':
        return event;
      case 'workflow':
        return workflow;
      case 'head_ref':
      case 'base_ref':
        return pushes ? '' : UNKNOWN;
      case 'event':
        if (!pushes) return UNKNOWN;
        if (third === 'ref') return orUnknown(event === 'push' ? ref : name);
        return third !== undefined && third !== null && NOT_OF_PUSHES.has(third) ? null : UNKNOWN;
      default:
        return UNKNOWN;
    }
  };
}

/** What other events have in their payload. */
const NOT_OF_PUSHES: ReadonlySet<string> = new Set([
  'action',
  'client_payload',
  'inputs',
  'issue',
  'comment',
  'number',
  'pull_request',
  'release',
  'schedule',
  'workflow_run',
  'merge_group',
]);
