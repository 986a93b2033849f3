import type { Environment } from './event.js';

/** The job of GitHub Actions that relctl runs in. */
export interface GithubJob {
  /** The file of the workflow, where it is one of this repository. */
  readonly workflow: string | null;
  /** Its key under `jobs`. */
  readonly job: string | null;
  /** What the step was given as GITHUB_TOKEN, which is not always the token of the job. */
  readonly token: string | null;
}

/** The job by the variables that GitHub sets in every one; null outside of them. */
export function githubJobOf(env: Environment): GithubJob | null {
  if (env.GITHUB_ACTIONS !== 'true') return null;
  const repository = env.GITHUB_REPOSITORY ?? '';
  const called = env.GITHUB_WORKFLOW_REF ?? '';
  const path =
    repository !== '' && called.startsWith(`${repository}/`) ? called.slice(repository.length + 1) : '';
  return {
    workflow: /^(\.github\/workflows\/[^/@]+\.ya?ml)@/.exec(path)?.[1] ?? null,
    job: env.GITHUB_JOB || null,
    token: env.GITHUB_TOKEN || null,
  };
}
