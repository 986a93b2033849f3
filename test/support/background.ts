import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { hermeticEnvironment } from './git-environment.js';
import { type Outcome, RELCTL, type RunOptions } from './relctl.js';

export interface Running {
  readonly process: ChildProcess;
  readonly done: Promise<Outcome & { readonly signal: NodeJS.Signals | null; readonly milliseconds: number }>;
}

/** Starts the compiled program and goes on, so that others can run beside it. It does not outlive the test. */
export function startRelctl(args: readonly string[], options: RunOptions): Running {
  const started = performance.now();
  const child = spawn(process.execPath, [RELCTL, ...args], {
    cwd: options.cwd,
    env: hermeticEnvironment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end(options.input ?? '');
  const texts: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  const done = new Promise<Awaited<Running['done']>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code, signal, ...texts, milliseconds: performance.now() - started }),
    );
  });
  return { process: child, done };
}

/** Whether the long form of a test was asked for: more rounds, every moment instead of some. */
export const LONG = process.env.RELCTL_LONG_TESTS === '1';
