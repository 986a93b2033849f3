import type { PushCredential } from '../ports.js';
import type { Warning } from '../workspace/problem.js';
import { listed } from './listed.js';
import { type Token, tokenOfGit } from './tokens.js';
import type { Job } from './workflow.js';

/** With which right git pushes in a job by what is written of it; where checkouts disagree it is not known. */
export function writtenToken(job: Job): Token {
  const tokens = new Set(
    job.steps.flatMap(({ uses }, index) =>
      uses?.text.startsWith('actions/checkout@') ? [tokenOfGit(job, index + 1, null)] : [],
    ),
  );
  tokens.add(tokenOfGit(job, job.steps.length, null));
  const [token] = tokens;
  return tokens.size > 1 || token === undefined ? 'unknown' : token;
}

/** Tokens of people, which start workflows. */
const PERSONAL = /^(?:ghp|gho|ghu|github_pat)_/;

/**
 * Whether git surely pushes with the token of the job: the workflow says so and git holds a token, or git holds the very
 * one that the step was given as GITHUB_TOKEN. The token of an App looks the same.
 * @param written what the workflow says
 * @param given GITHUB_TOKEN
 */
export function pushesWithJobToken(written: Token, { token }: PushCredential, given: string | null): boolean {
  if (token === null || PERSONAL.test(token) || written === 'other') return false;
  return written === 'job' || token === given;
}

/** What is said of tags that are pushed so. @param files of the workflows that wait for them */
export function jobTokenWarning(tags: readonly string[], files: readonly string[]): Warning {
  const message = `${listed(tags)}: pushed with the token of this job, for which GitHub starts no workflow, so ${listed(files)} ${files.length === 1 ? 'does' : 'do'} not run; check out with an \`ssh-key\` or the \`token\` of an App, or start ${files.length === 1 ? 'it' : 'them'} with gh workflow run --ref TAG`;
  return { code: 'job-token-push', message };
}
