import { spawnSync } from 'node:child_process';

const LARGEST_OUTPUT = 2 ** 31 - 1;

/** Starts a program, reads all that it prints, and waits for its end. */
export function run(file, args, { cwd, env, input }) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd,
    env,
    ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
    maxBuffer: LARGEST_OUTPUT,
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (error !== undefined) throw error;
  return { milliseconds, status, stdout, stderr };
}
