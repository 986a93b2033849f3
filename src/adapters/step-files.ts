import { randomBytes } from 'node:crypto';
import { constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { RelctlError } from '../core/errors.js';
import type { Appendable, StepFiles } from '../core/ports.js';

/**
 * The files of `GITHUB_OUTPUT` and `GITHUB_STEP_SUMMARY`, opened at once: a release must not be made whose outcome
 * cannot be told. Other files of the runner, of the environment and the path, are never touched.
 * @throws WRITE_FAILED
 */
export function openStepFiles(env: Readonly<Record<string, string | undefined>>): StepFiles {
  return {
    output: openFile(env, 'GITHUB_OUTPUT'),
    summary: openFile(env, 'GITHUB_STEP_SUMMARY'),
    delimiter: () => `ghadelimiter_${randomBytes(16).toString('hex')}`,
  };
}

/** No symbolic link is followed, and nothing waits for the other end of a pipe. */
const FLAGS =
  constants.O_RDWR |
  constants.O_APPEND |
  constants.O_CREAT |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0);

function openFile(env: Readonly<Record<string, string | undefined>>, name: string): Appendable | null {
  const path = env[name];
  if (path === undefined || path === '') return null;
  const file = attempt(name, () => openSync(path, FLAGS, 0o600));
  if (!attempt(name, () => fstatSync(file).isFile())) throw failure(name, 'it is no regular file');
  return {
    append: text =>
      attempt(name, () => {
        const bytes = Buffer.from(`${endsInLine(file) ? '' : '\n'}${text}`);
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      }),
  };
}

/** Whether what is written next starts a line: someone before may have left his last one open. */
function endsInLine(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] === 0x0a;
}

function attempt<T>(name: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw failure(name, (cause as Error).message, cause);
  }
}

function failure(name: string, reason: string, cause?: unknown): RelctlError {
  return new RelctlError('WRITE_FAILED', `the file of ${name} cannot be written: ${reason}`, {
    hint: `Let ${name} name a plain file that can be written, as the runner does, or take it out of the environment.`,
    cause,
  });
}
