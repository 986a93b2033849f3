import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { RelctlError } from '../core/errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** GitHub's webhooks send at most 25 MB. */
const LARGEST = 25 * 1024 * 1024;

/** The tag that a job was started for, by the variables of GitHub Actions and GitLab CI; null for any other job. */
export function buildTag(env: Environment): string | null {
  if (env.GITHUB_ACTIONS === 'true')
    return env.GITHUB_REF_TYPE === 'tag' ? (env.GITHUB_REF_NAME ?? null) : null;
  return env.GITLAB_CI === 'true' ? (env.CI_COMMIT_TAG ?? null) : null;
}

/** Whose job this is; null outside of CI, and where a job says nothing of what it was started for. */
export function ciSystem(env: Environment): 'github' | 'gitlab' | null {
  if (env.GITHUB_ACTIONS === 'true') return (env.GITHUB_EVENT_NAME ?? '') === '' ? null : 'github';
  return env.GITLAB_CI === 'true' && (env.CI_PIPELINE_SOURCE ?? '') !== '' ? 'gitlab' : null;
}

/**
 * The event file of GitHub Actions, which holds what strangers wrote.
 * @throws UNREADABLE_FILE, EVENT_INVALID
 */
export function readEventFile(env: Environment): Readonly<Record<string, unknown>> {
  const path = env.GITHUB_EVENT_PATH ?? '';
  if (path === '') throw invalid('GITHUB_EVENT_PATH is not set');
  let payload: unknown;
  try {
    payload = JSON.parse(readBounded(path));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw invalid(`${path} is no JSON: ${cause.message}`, cause);
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw invalid(`${path} holds no JSON object`);
  return payload as Readonly<Record<string, unknown>>;
}

function readBounded(path: string): string {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw unreadable(path, cause as Error);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw unreadable(path, new Error('it is no regular file'));
    if (stat.size > LARGEST) throw invalid(`${path} is larger than ${LARGEST} bytes`);
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } finally {
    closeSync(file);
  }
}

function unreadable(path: string, cause: Error): RelctlError {
  return new RelctlError('UNREADABLE_FILE', `the event file ${path} cannot be read: ${cause.message}`, {
    hint: 'Check GITHUB_EVENT_PATH, or name a base with --base REF.',
    cause,
  });
}

function invalid(message: string, cause?: Error): RelctlError {
  return new RelctlError('EVENT_INVALID', `the event of this CI job: ${message}`, { cause });
}
