import type { GithubJob } from '../ci/github-job.js';
import type { ReleaseTools, Remote, Tree } from '../ports.js';
import type { Workflow } from '../workflows/workflow.js';
import type { Warning } from '../workspace/problem.js';
import type { Prediction } from './predict-starts.js';

/** What is asked of the job that a release is made in. */
export interface JobPorts {
  /** Null outside of GitHub Actions. */
  readonly githubJob: GithubJob | null;
  readonly files: Pick<Tree, 'read'>;
}

/**
 * Tags that wait in vain: what a job of GitHub Actions pushes with its own token starts no workflow. Nothing is said
 * where the workflow goes on by itself, as with a dispatch, nor where it is not sure what git pushes with.
 * @param refs that are pushed, by full name
 */
export async function aboutJobToken(
  { githubJob, files }: JobPorts,
  { pushCredential }: Pick<ReleaseTools, 'pushCredential'>,
  remote: Remote,
  starts: Prediction['starts'],
  refs: ReadonlySet<string>,
): Promise<Warning[]> {
  const waiting = starts.filter(({ tag, workflows }) => workflows.length > 0 && refs.has(`refs/tags/${tag}`));
  if (githubJob === null || waiting.length === 0) return [];
  const [{ jobTokenWarning, pushesWithJobToken, writtenToken }, { goesOn }, own, credential] =
    await Promise.all([
      import('../workflows/job-token.js'),
      import('../workflows/rules/tag-pushes.js'),
      ownWorkflow(githubJob, files),
      pushCredential(remote),
    ]);
  const job = own?.jobs.find(({ id }) => id === githubJob.job);
  const written = job === undefined ? 'unknown' : writtenToken(job);
  if ((own !== null && goesOn(own)) || !pushesWithJobToken(written, credential, githubJob.token)) return [];
  const tags = waiting.map(({ tag }) => tag);
  return [jobTokenWarning(tags, [...new Set(waiting.flatMap(({ workflows }) => workflows))])];
}

/** The workflow that is running, as the work tree has it; null where it has none. */
async function ownWorkflow(
  { workflow: file }: GithubJob,
  files: Pick<Tree, 'read'>,
): Promise<Workflow | null> {
  if (file === null) return null;
  const { readWorkflows } = await import('./read-workflows.js');
  const { workflows } = await readWorkflows({ paths: [file], read: paths => files.read(paths) });
  return workflows[0] ?? null;
}
