import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ActionCall, runAction } from './actions.js';
import { type Contexts, evaluate, fill, isTrue, type Status, textOf, type Value } from './expressions.js';
import type { Run } from './run.js';

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, Value>>;
  readonly env?: Readonly<Record<string, Value>>;
  readonly shell?: string;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean;
}

export interface RunDefaults {
  readonly shell?: string;
  readonly 'working-directory'?: string;
}

/** One job at work. What earlier steps leave for later ones is changed in place. */
export interface JobState {
  readonly run: Run;
  readonly name: string;
  readonly workflow: string;
  readonly workspace: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly defaults: RunDefaults;
  readonly contexts: Contexts;
  readonly env: Record<string, string>;
  readonly path: string[];
}

export interface StepsOutcome {
  readonly status: Status;
  readonly steps: Readonly<
    Record<string, { outputs: Record<string, string>; outcome: string; conclusion: string }>
  >;
}

/** Runs steps one after the other; after a failure only those that ask for it. */
export function runSteps(steps: readonly Step[], job: JobState): StepsOutcome {
  const done: Record<string, { outputs: Record<string, string>; outcome: string; conclusion: string }> = {};
  let status: Status = 'success';
  for (const [index, step] of steps.entries()) {
    const contexts = { ...job.contexts, steps: done, env: job.env };
    if (!conditionHolds(step.if, contexts, status)) continue;
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([key, value]) => [key, textOf(fill(value, contexts))]),
    );
    const outcome = runStep(step, { ...contexts, env: { ...job.env, ...env } }, { ...job.env, ...env }, job);
    const failed = outcome.status === 'failure' && step['continue-on-error'] !== true;
    if (failed) status = 'failure';
    const conclusion = failed ? 'failure' : 'success';
    done[step.id ?? `step ${index}`] = { outputs: outcome.outputs, outcome: outcome.status, conclusion };
  }
  return { status, steps: done };
}

/** Without a word about the status, a condition holds only while all went well. */
export function conditionHolds(
  condition: string | boolean | undefined,
  contexts: Contexts,
  status: Status,
): boolean {
  const text = String(condition ?? 'success()').replace(/^\s*\$\{\{([\s\S]*)\}\}\s*$/, '$1');
  const asks = /\b(?:success|failure|always|cancelled)\s*\(/.test(text);
  return (asks || status === 'success') && isTrue(evaluate(text, contexts, status));
}

interface StepOutcome {
  readonly status: Status;
  readonly outputs: Record<string, string>;
}

function runStep(step: Step, contexts: Contexts, env: Record<string, string>, job: JobState): StepOutcome {
  const inputs = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([key, value]) => [key, textOf(fill(value, contexts))]),
  );
  if (step.uses?.startsWith('./') === true) return runComposite(step.uses, inputs, job);
  if (step.uses !== undefined) {
    const call: ActionCall = { name: step.uses.replace(/@.*/, ''), inputs, job };
    return { status: runAction(call) ? 'success' : 'failure', outputs: {} };
  }
  return runScript(step, textOf(fill(step.run ?? '', contexts)), contexts, env, job);
}

/** A shell that is asked for also stops at the failure of any part of a pipe; the one that is there by default does not. */
const SHELLS = {
  bash: ['--noprofile', '--norc', '-eo', 'pipefail'],
  default: ['-e'],
} as const;

function runScript(
  step: Step,
  script: string,
  contexts: Contexts,
  env: Record<string, string>,
  job: JobState,
): StepOutcome {
  const scratch = mkdtempSync(join(job.run.folder, 'step-'));
  const file = (name: string) => join(scratch, name);
  for (const name of ['output', 'env', 'path', 'summary']) writeFileSync(file(name), '');
  writeFileSync(file('script.sh'), script);
  const shell = step.shell ?? job.defaults.shell;
  const folder = step['working-directory'] ?? job.defaults['working-directory'] ?? '.';
  const { status, stdout, stderr } = spawnSync(
    'bash',
    [...SHELLS[shell === 'bash' ? 'bash' : 'default'], file('script.sh')],
    {
      cwd: join(job.workspace, textOf(fill(folder, contexts))),
      encoding: 'utf8',
      env: {
        ...job.run.environment,
        ...env,
        GITHUB_WORKSPACE: job.workspace,
        GITHUB_OUTPUT: file('output'),
        GITHUB_ENV: file('env'),
        GITHUB_PATH: file('path'),
        GITHUB_STEP_SUMMARY: file('summary'),
        RUNNER_TEMP: scratch,
        PERMISSIONS: Object.entries(job.permissions)
          .map(each => each.join(':'))
          .join(' '),
        PATH: [...job.path, job.run.environment.PATH].join(':'),
      },
    },
  );
  Object.assign(job.env, readAssignments(readFileSync(file('env'), 'utf8')));
  job.path.unshift(...readFileSync(file('path'), 'utf8').split('\n').filter(Boolean));
  const title = `${job.workflow}: ${job.name}: ${step.name ?? script}`;
  if (status !== 0) job.run.failures.push(`${title}\n${stdout}${stderr}`);
  return {
    status: status === 0 ? 'success' : 'failure',
    outputs: readAssignments(readFileSync(file('output'), 'utf8')),
  };
}

/** `NAME=VALUE`, or `NAME<<END`, lines and `END`: what actions/runner reads from the files of a step. */
export function readAssignments(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [, name = '', mark, rest = ''] = /^([^=<]*)(=|<<)(.*)$/.exec(line) ?? [];
    if (mark === undefined) throw new Error(`Invalid format: ${line}`);
    if (mark === '=') {
      found[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, at + 1);
    if (end < 0) throw new Error('Matching delimiter not found');
    found[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return found;
}

interface CompositeAction {
  readonly inputs?: Readonly<Record<string, { readonly default?: Value }>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

function runComposite(uses: string, given: Record<string, string>, job: JobState): StepOutcome {
  const file = ['action.yml', 'action.yaml'].map(name => join(job.workspace, uses, name)).find(existsSync);
  if (file === undefined) throw new Error(`no action in ${uses}`);
  const action = parse(readFileSync(file, 'utf8')) as CompositeAction;
  const defaults = Object.entries(action.inputs ?? {}).map(([name, input]) => [
    name,
    textOf(input.default ?? null),
  ]);
  const contexts = { ...job.contexts, inputs: { ...Object.fromEntries(defaults), ...given } };
  const { status, steps } = runSteps(action.runs.steps, { ...job, contexts, defaults: {} });
  const outputs = Object.entries(action.outputs ?? {}).map(([name, { value }]): [string, string] => [
    name,
    textOf(fill(value, { ...contexts, steps })),
  ]);
  return { status, outputs: Object.fromEntries(outputs) };
}
