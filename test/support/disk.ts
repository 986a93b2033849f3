import { execFileSync, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { hermeticEnvironment } from './git-environment.js';
import { type Outcome, RELCTL, type RunOptions } from './relctl.js';
import { temporaryFolder } from './repository.js';

/** Why small disks cannot be made here; null where they can. */
export const NO_SMALL_DISKS = ((): string | null => {
  if (process.platform !== 'linux') return 'only Linux has tmpfs';
  const probe = spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt'], { encoding: 'utf8' });
  return probe.status === 0 ? null : 'mounting a tmpfs needs root';
})();

/** Why faults cannot be put into system calls here; null where they can. */
export const NO_STRACE = ((): string | null => {
  const probe = spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=rename', 'true']);
  return probe.status === 0 ? null : 'it needs strace and the right to trace';
})();

/** Says on standard error why tests of this file are skipped, so that nobody takes them for passed. */
export function sayWhySkipped(what: string, reason: string | null): void {
  if (reason !== null) process.stderr.write(`SKIPPED: ${what}: ${reason}\n`);
}

export interface SmallDisk {
  readonly folder: string;
  /** Fills the disk so that this many bytes (whole pages) are left. */
  fill(left: number): void;
  /** Gives the space back. */
  free(): void;
}

/** A disk in memory of so many bytes, gone when the test has finished. */
export function smallDisk(bytes: number): SmallDisk {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const filler = join(folder, '.filler');
  return {
    folder,
    fill: left => {
      const size = writeUntilFull(filler);
      truncateSync(filler, Math.max(0, size - left));
    },
    free: () => rmSync(filler, { force: true }),
  };
}

function writeUntilFull(file: string): number {
  const handle = openSync(file, 'w');
  const page = Buffer.alloc(4096);
  let size = 0;
  try {
    for (;;) size += writeSync(handle, page);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
  return size;
}

/** Runs relctl below a shell prefix such as `ulimit -n 64` or `exec strace …`: `prefix` ends where its words begin. */
export function relctlBelow(prefix: string, args: readonly string[], options: RunOptions): Outcome {
  const run = spawnSync('sh', ['-c', `${prefix} "$@"`, 'sh', process.execPath, RELCTL, ...args], {
    cwd: options.cwd,
    // One thread for files, so that the n-th call of a kind is the same one in every run.
    env: hermeticEnvironment({ UV_THREADPOOL_SIZE: '1', ...options.env }),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

/** A prefix for `relctlBelow`: `rule` is what strace calls an injection, `path` the file that it is for. */
export function injecting(rule: string, path?: string): string {
  const call = rule.slice(0, rule.indexOf(':'));
  const only = path === undefined ? '' : `-P '${path}'`;
  return `exec strace -f -qq -o /dev/null -e trace=${call} -e signal=none ${only} -e inject=${rule}`;
}

const NOBODY = 65_534;

/** Why permissions cannot be tested here; null where they can: root is refused nothing. */
export const NO_PERMISSIONS = ((): string | null => {
  if (process.getuid?.() !== 0) return null;
  const { status } = spawnSync(process.execPath, [RELCTL, '--version'], {
    uid: NOBODY,
    gid: NOBODY,
    env: {},
  });
  return status === 0 ? null : 'root is refused nothing, and another user cannot read this folder';
})();

/** Runs relctl as somebody whom permissions bind, who owns the given folders. */
export function relctlUnprivileged(
  args: readonly string[],
  options: RunOptions,
  owned: readonly string[],
): Outcome {
  const root = process.getuid?.() === 0;
  if (root) for (const folder of owned) giveAway(folder);
  const run = spawnSync(process.execPath, [RELCTL, ...args], {
    cwd: options.cwd,
    env: hermeticEnvironment(options.env),
    ...(root ? { uid: NOBODY, gid: NOBODY } : {}),
    encoding: 'utf8',
  });
  // Git trusts only what belongs to whoever looks, which is root again.
  if (root) for (const folder of owned) giveAway(folder, 0);
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

function giveAway(path: string, owner = NOBODY): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chownSync(path, owner, owner);
  if (stat.isDirectory()) for (const name of readdirSync(path)) giveAway(join(path, name), owner);
}
