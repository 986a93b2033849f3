import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Repository } from '../repository.js';
import { type Contexts, fill, isTrue, type Status, textOf, type Value } from './expressions.js';
import { conditionHolds, type JobState, type RunDefaults, runSteps, type Step } from './steps.js';

export interface GitHubEvent {
  readonly name: string;
  /** The full name. */
  readonly ref: string;
  readonly sha: string;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly payload: Readonly<Record<string, Value>>;
}

/** That publishing would start. */
export interface Published {
  readonly workflow: string;
  readonly ref: string;
  readonly files: readonly string[];
  readonly index: string;
}

/** One run of a workflow, with what comes of it. */
export interface Run {
  /** Its file, below .github/workflows. */
  readonly workflow: string;
  readonly event: GitHubEvent;
  readonly remote: Repository;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly published: Published[];
  /** What failed, with what it printed. */
  readonly failures: string[];
  readonly jobs: string[];
  /** Whether the run pushes with a key of its own instead of GITHUB_TOKEN. */
  readonly credentials: { own: boolean };
}

type Permissions = Readonly<Record<string, string>>;

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, Value>>;
  readonly permissions?: Permissions;
  readonly strategy?: { readonly matrix?: Value };
  readonly env?: Readonly<Record<string, Value>>;
  readonly defaults?: { readonly run?: RunDefaults };
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: unknown;
  readonly permissions?: Permissions;
  readonly env?: Readonly<Record<string, Value>>;
  readonly defaults?: { readonly run?: RunDefaults };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface JobResult {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, Value>>;
}

/** A workflow as it is at the commit of an event: never what is there now. */
export function workflowAt(remote: Repository, commit: string, file: string): Workflow {
  return parse(remote.git('show', `${commit}:.github/workflows/${file}`)) as Workflow;
}

/** Runs the jobs of a workflow, each after those that it needs. @param most the permissions that a caller has */
export function runWorkflow(
  run: Run,
  file: string,
  inputs: Readonly<Record<string, Value>>,
  most: Permissions | null,
): Record<string, JobResult> {
  const workflow = workflowAt(run.remote, run.event.sha, file);
  const results: Record<string, JobResult> = {};
  for (let open = Object.entries(workflow.jobs); open.length > 0; ) {
    const ready = open.filter(([, job]) => needsOf(job).every(name => results[name] !== undefined));
    if (ready.length === 0) throw new Error(`${file}: jobs wait for each other`);
    for (const [name, job] of ready)
      results[name] = runJob(run, file, workflow, name, job, results, inputs, most);
    open = open.filter(([name]) => results[name] === undefined);
  }
  return results;
}

function needsOf({ needs = [] }: Job): readonly string[] {
  return typeof needs === 'string' ? [needs] : needs;
}

function runJob(
  run: Run,
  file: string,
  workflow: Workflow,
  name: string,
  job: Job,
  results: Readonly<Record<string, JobResult>>,
  inputs: Readonly<Record<string, Value>>,
  most: Permissions | null,
): JobResult {
  const needs = Object.fromEntries(needsOf(job).map(each => [each, results[each] as JobResult]));
  const outcomes = Object.values(needs).map(({ result }) => result);
  const asks = /\b(?:failure|always|cancelled)\s*\(/.test(String(job.if));
  const status: Status = outcomes.includes('failure') ? 'failure' : 'success';
  const contexts: Contexts = {
    github: githubContext(run),
    needs: needs as unknown as Value,
    inputs,
    secrets: run.secrets,
  };
  if ((!asks && outcomes.includes('skipped')) || !conditionHolds(job.if, contexts, status))
    return { result: 'skipped', outputs: {} };
  const permissions = granted(job.permissions ?? workflow.permissions ?? {}, most);
  const rows = matrixRows(fill(job.strategy?.matrix ?? null, contexts));
  const runs = rows.map(matrix => {
    const here = { ...contexts, matrix };
    if (job.uses !== undefined) return callWorkflow(run, job, here, permissions);
    return runSteppedJob(run, file, workflow, name, job, here, permissions);
  });
  const failed = runs.some(({ result }) => result === 'failure');
  return {
    result: failed ? 'failure' : 'success',
    outputs: Object.assign({}, ...runs.map(each => each.outputs)),
  };
}

/** A called workflow has no more permissions than its caller. */
function granted(own: Permissions, most: Permissions | null): Permissions {
  if (most === null) return own;
  const excess = Object.entries(own).filter(([scope, level]) => level === 'write' && most[scope] !== 'write');
  if (excess.length > 0)
    throw new Error(`the caller may not grant ${excess.map(([scope]) => scope).join(', ')}`);
  return own;
}

function callWorkflow(run: Run, job: Job, contexts: Contexts, permissions: Permissions): JobResult {
  const file = (job.uses ?? '').replace('./.github/workflows/', '');
  const called = workflowAt(run.remote, run.event.sha, file);
  const declared = (called.on as { workflow_call?: { inputs?: Record<string, { default?: Value }> } })
    .workflow_call;
  const defaults = Object.entries(declared?.inputs ?? {}).map(([name, input]) => [
    name,
    input.default ?? null,
  ]);
  const given = fill(job.with ?? {}, contexts) as Record<string, Value>;
  const results = runWorkflow(run, file, { ...Object.fromEntries(defaults), ...given }, permissions);
  const failed = Object.values(results).some(({ result }) => result === 'failure');
  return { result: failed ? 'failure' : 'success', outputs: {} };
}

function runSteppedJob(
  run: Run,
  file: string,
  workflow: Workflow,
  name: string,
  job: Job,
  contexts: Contexts,
  permissions: Permissions,
): JobResult {
  const given =
    file === run.workflow ? [] : Object.values(contexts.inputs as Record<string, Value>).map(textOf);
  run.jobs.push([`${file}: ${name}`, ...given].join(' '));
  const workspace = join(mkdtempSync(join(run.folder, 'job-')), 'work');
  mkdirSync(workspace);
  const env: Record<string, string> = {};
  for (const [key, value] of [...Object.entries(workflow.env ?? {}), ...Object.entries(job.env ?? {})])
    env[key] = textOf(fill(value, { ...contexts, env }));
  const state: JobState = {
    ...{ run, name, workflow: file, workspace, permissions, env, contexts, path: [] },
    defaults: { ...workflow.defaults?.run, ...job.defaults?.run },
  };
  const { status, steps } = runSteps(job.steps ?? [], state);
  const outputs = fill(job.outputs ?? {}, { ...contexts, steps, env }) as Record<string, Value>;
  return { result: status, outputs };
}

/** The rows of a matrix: all combinations, less `exclude`, and `include` as far as it is used here. */
export function matrixRows(matrix: Value): Record<string, Value>[] {
  if (matrix === null) return [{}];
  const {
    include = [],
    exclude = [],
    ...vectors
  } = matrix as Record<string, readonly Record<string, Value>[]>;
  const combined = Object.entries(vectors).reduce<Record<string, Value>[]>(
    (rows, [key, values]) => rows.flatMap(row => values.map(value => ({ ...row, [key]: value }))),
    Object.keys(vectors).length === 0 ? [] : [{}],
  );
  const fits = (row: Record<string, Value>, pattern: Record<string, Value>) =>
    Object.entries(pattern).every(([key, value]) => row[key] === value);
  const rows = [...combined.filter(row => !exclude.some(pattern => fits(row, pattern))), ...include];
  if (rows.length === 0) throw new Error('Matrix vector does not contain any values');
  return rows;
}

function githubContext({ event, workflow }: Run): Value {
  const { name, ref, sha, payload } = event;
  return {
    ...{
      event_name: name,
      ref,
      sha,
      workflow,
      actor: 'ada',
      repository: 'ada/repository',
      token: 'GITHUB_TOKEN',
    },
    ref_name: ref.replace(/^refs\/(?:heads|tags)\//, ''),
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    event: isTrue(payload as Value) ? payload : {},
  };
}
