import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hermeticEnvironment } from '../support/git-environment.js';
import type { Death } from './death.js';
import { groupIsGone } from './process-group.js';

const SHIM = fileURLToPath(new URL('git-shim.sh', import.meta.url));
const PRELOAD = new URL('fs-deaths.mjs', import.meta.url).href;
const TIMEOUT_MS = 60_000;

/** What a run is made with: the git that dies on demand, and the program under test. */
export interface Tools {
  readonly bin: string;
  readonly exec: string;
  readonly git: string;
  /** The program with its first arguments, such as `node bin/run.js`. */
  readonly subject: readonly string[];
}

export interface RunOptions {
  readonly cwd: string;
  /** A folder for the logs of this run. */
  readonly logs: string;
  readonly death?: Death | undefined;
  /** Days after the first run: a re-run has another clock. */
  readonly day?: number;
  /** System calls that every git process writes down. */
  readonly traceGit?: string;
  /** System calls that relctl's own threads write down. */
  readonly traceRelctl?: string;
  readonly recordCalls?: boolean;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Where its logs are. */
  readonly logs: string;
  /** Whether the death took place. */
  readonly hit: boolean;
}

/** Folders whose `git`, also for what git starts itself, is the shim. */
export function makeTools(base: string, subject: readonly string[]): Tools {
  const bin = join(base, 'bin');
  const exec = join(base, 'exec');
  for (const folder of [bin, exec]) mkdirSync(folder);
  const real = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim();
  const shims = ['git', 'git-receive-pack', 'git-upload-pack'];
  for (const name of readdirSync(real))
    if (!shims.includes(name)) symlinkSync(join(real, name), join(exec, name));
  for (const name of shims) for (const folder of [bin, exec]) symlinkSync(SHIM, join(folder, name));
  return { bin, exec, git: join(real, 'git'), subject };
}

/** Runs the program until every process that it started has ended. */
export async function run(tools: Tools, args: readonly string[], options: RunOptions): Promise<Run> {
  const { run: ended, gone } = await start(tools, args, options);
  await gone();
  return ended;
}

/** Runs the program until it ends; what it leaves behind when it is killed may go on until `gone`. */
export async function start(
  tools: Tools,
  args: readonly string[],
  options: RunOptions,
): Promise<{ readonly run: Run; gone(): Promise<void> }> {
  mkdirSync(options.logs, { recursive: true });
  const logs = mkdtempSync(join(options.logs, 'run-'));
  const [command = '', ...rest] = [...tracer(options, logs), ...tools.subject, ...args];
  const child = spawn(command, rest, {
    cwd: options.cwd,
    env: environment(tools, options, logs),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const group = child.pid as number;
  const timer = setTimeout(() => process.kill(-group, 'SIGKILL'), TIMEOUT_MS);
  const outcome = await ended(child);
  // Strace ends as what it killed.
  const killed = options.death?.kind === 'relctl-call' && (outcome.code === null || outcome.code === 137);
  const gone = async () => {
    while (!groupIsGone(group)) await new Promise(resolve => setTimeout(resolve, 5));
    clearTimeout(timer);
  };
  return { run: { ...outcome, logs, hit: killed || existsSync(join(logs, 'hit')) }, gone };
}

/** The git processes of a run in the order in which they started. */
export function processesOf({ logs }: Run): readonly string[] {
  const order = join(logs, 'order');
  return existsSync(order) ? lines(order) : [];
}

/** The arguments of one of them, for git's part in the invariants. */
export function argumentsOf({ logs }: Run, process: string): readonly string[] {
  return readFileSync(join(logs, process), 'utf8').split('\0').slice(0, -1);
}

export function lines(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '');
}

function tracer({ death, traceRelctl }: RunOptions, logs: string): string[] {
  // Its git processes are let go when they execute: counts are those of relctl's own threads.
  const own = ['strace', '-f', '-b', 'execve', '-qq', '-y', '-s', '0', '-e', 'signal=none'];
  if (death?.kind === 'relctl-call') {
    const inject = `inject=${death.call}:signal=KILL:when=${death.nth}`;
    return [...own, '-e', `trace=${death.call}`, '-e', inject, '-o', join(logs, 'hit.strace')];
  }
  if (traceRelctl === undefined) return [];
  return [...own, '-e', `trace=${traceRelctl}`, '-o', join(logs, 'relctl.strace')];
}

function environment(tools: Tools, options: RunOptions, logs: string): Record<string, string> {
  const { death, day = 0 } = options;
  const date = new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString();
  const atCall = death?.kind === 'fs' ? death : undefined;
  return hermeticEnvironment({
    PATH: `${tools.bin}:${process.env.PATH ?? ''}`,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
    // All asynchronous file calls come from one thread, in one order.
    UV_THREADPOOL_SIZE: '1',
    CRASH_GIT: tools.git,
    CRASH_EXEC: tools.exec,
    CRASH_LOG: logs,
    ...atGit(death),
    CRASH_TRACE: options.traceGit ?? '',
    CRASH_FS_LOG: options.recordCalls === true ? join(logs, 'calls') : undefined,
    CRASH_FS_AT: atCall?.call,
    CRASH_FS_HOW: atCall?.how,
    NODE_OPTIONS: options.recordCalls === true || atCall !== undefined ? `--import=${PRELOAD}` : undefined,
  });
}

/** What the shim is told. */
function atGit(death: Death | undefined): Record<'CRASH_AT' | 'CRASH_HOW' | 'CRASH_WHO', string> {
  switch (death?.kind) {
    case 'git':
      return { CRASH_AT: death.process, CRASH_HOW: death.how, CRASH_WHO: death.who };
    case 'git-call':
      return { CRASH_AT: death.process, CRASH_HOW: `${death.call}:${death.nth}`, CRASH_WHO: death.who };
    case 'orphan':
      return { CRASH_AT: death.process, CRASH_HOW: `late:${death.delay}`, CRASH_WHO: 'relctl' };
    default:
      return { CRASH_AT: '', CRASH_HOW: '', CRASH_WHO: '' };
  }
}

async function ended(child: ChildProcess): Promise<Pick<Run, 'code' | 'stdout' | 'stderr'>> {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (part: string) => {
      text[name] += part;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { code, ...text };
}
