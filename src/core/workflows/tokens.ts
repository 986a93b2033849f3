import type { Job, Step, Text, Workflow } from './workflow.js';

/**
 * With which right something is done: what the token of the job does starts no workflows, but for dispatches; what
 * another token or a deploy key does starts them.
 */
export type Token = 'job' | 'other' | 'unknown';

/** The token of a step that speaks to GitHub: of its own input, else of the environment, else that of the job. */
export function tokenOf(input: string | null, workflow: Workflow, job: Job, step: Step): Token {
  const written =
    input ?? variable('GH_TOKEN', workflow, job, step) ?? variable('GITHUB_TOKEN', workflow, job, step);
  return written === null ? 'job' : kindOf(written);
}

/**
 * The credentials that `git push` uses in a step: those that the checkout before it has left.
 * @param index of the step in its job
 * @param run its script; null where it is an action
 */
export function tokenOfGit(job: Job, index: number, run: Text | null): Token {
  if (/https?:\/\/|git@|ssh:|set-url|extraheader|credential/.test(run?.text ?? '')) return 'unknown';
  const before = job.steps.slice(0, index);
  const checkout = before.findLast(({ uses }) => uses?.text.startsWith('actions/checkout@'));
  if (checkout === undefined || checkout.inputs.has('repository')) return 'unknown';
  if (checkout.inputs.has('ssh-key')) return 'other';
  if (checkout.inputs.get('persist-credentials')?.text === 'false') return 'unknown';
  const scripts = before.flatMap(({ run: script }) => script?.text ?? []);
  if (scripts.some(text => /set-url|extraheader|credential|insteadOf|gh auth setup-git/.test(text)))
    return 'unknown';
  const token = checkout.inputs.get('token')?.text;
  return token === undefined ? 'job' : kindOf(token);
}

function kindOf(written: string): Token {
  const own = /secrets\.GITHUB_TOKEN\b|\bgithub\.token\b/i.test(written);
  const others = written.replace(/secrets\.GITHUB_TOKEN\b|\bgithub\.token\b/gi, '');
  if (/\b(?:secrets|steps|needs|inputs|env|vars)\./i.test(others)) return own ? 'unknown' : 'other';
  return own ? 'job' : 'unknown';
}

function variable(name: string, workflow: Workflow, job: Job, step: Step): string | null {
  const found = step.variables.get(name) ?? job.variables.get(name) ?? workflow.variables.get(name);
  return found?.text ?? null;
}
