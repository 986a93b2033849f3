import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RelctlError } from '../core/errors.js';
import type { RunLock } from '../core/ports.js';

/** Milliseconds: most releases are over by then. */
const PATIENCE = 10_000;
const PAUSE = 100;

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Of the machine's present boot; empty where the system gives none. */
  readonly boot: string;
}

/**
 * `lock` in relctl's folder of the git directory. It keeps two runs in one clone from planning the same release;
 * what is right does not hang on it, since every reference is moved from a known value only.
 */
export class RunLockFile implements RunLock {
  private readonly folder: string;
  private readonly path: string;

  /** @param directory of git, absolute */
  constructor(directory: string) {
    this.folder = join(directory, 'relctl');
    this.path = join(this.folder, 'lock');
  }

  async take(onWait: ((message: string) => void) | null): Promise<() => Promise<void>> {
    const end = Date.now() + PATIENCE;
    let isWaiting = false;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      for (let other = this.tryOnce(); other !== null; other = this.tryOnce()) {
        if (onWait === null || Date.now() >= end) throw other;
        if (!isWaiting) onWait(other.message);
        isWaiting = true;
        await sleep(PAUSE);
      }
      this.sweep();
    } catch (cause) {
      if (cause instanceof RelctlError) throw cause;
      throw new RelctlError('WRITE_FAILED', `${this.path} cannot be written: ${(cause as Error).message}`, {
        cause,
      });
    }
    return async () => {
      try {
        rmSync(this.path, { force: true });
      } catch {
        // The release is made. The next run takes over the lock of one that is gone.
      }
    };
  }

  /** Null where the lock is ours now, else who has it. */
  private tryOnce(): RelctlError | null {
    try {
      if (!this.create()) this.takeOver();
      return null;
    } catch (error) {
      if (error instanceof RelctlError && error.code === 'RUN_IN_PROGRESS') return error;
      throw error;
    }
  }

  /** Whether it was free. It appears with its content, so that nobody takes a new lock for a torn one. */
  private create(): boolean {
    const draft = `${this.path}.${process.pid}`;
    try {
      writeFileSync(draft, JSON.stringify(SELF), { mode: 0o600 });
      linkSync(draft, this.path);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code !== undefined && NO_LINKS.includes(code)) return this.createInPlace();
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** The same where the file system has no hard links: for a moment it is empty. */
  private createInPlace(): boolean {
    let handle: number;
    try {
      handle = openSync(this.path, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
    try {
      writeFileSync(handle, JSON.stringify(SELF));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return true;
  }

  /** It is moved away before it is judged, so that of two runs only one takes it over. */
  private takeOver(): void {
    const owner = ownerOf(this.path);
    if (owner === null ? isBeingWritten(this.path) : isAlive(owner)) throw inProgress(this.path, owner);
    const moved = `${this.path}.${process.pid}`;
    try {
      renameSync(this.path, moved);
    } catch {
      throw inProgress(this.path, ownerOf(this.path));
    }
    const taken = ownerOf(moved);
    if (taken !== null && isAlive(taken)) {
      renameSync(moved, this.path);
      throw inProgress(this.path, taken);
    }
    rmSync(moved, { force: true });
    if (!this.create()) throw inProgress(this.path, ownerOf(this.path));
  }

  /** What runs that died have left: scratch folders, and drafts of the lock and of the journal. */
  private sweep(): void {
    for (const name of readdirSync(this.folder)) {
      const pid = /^lock\.(\d+)$/.exec(name)?.[1];
      const left =
        pid === undefined
          ? /^(?:release-|journal\.json\.new$)/.test(name)
          : !isAlive({ ...SELF, pid: Number(pid) });
      if (left) rmSync(join(this.folder, name), { recursive: true, force: true });
    }
  }
}

/** What `link` says where there are no hard links: exFAT, some network and FUSE file systems. */
const NO_LINKS: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** How long an empty lock counts as one that is being written. */
const WRITING = 5000;

const SELF: Owner = { pid: process.pid, host: hostname(), boot: bootId() };

/** Null where it is gone, or no lock of ours. */
function ownerOf(path: string): Owner | null {
  try {
    const { pid, host, boot } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Owner>;
    return typeof pid === 'number' ? { pid, host: String(host), boot: String(boot) } : null;
  } catch {
    return null;
  }
}

function isBeingWritten(path: string): boolean {
  try {
    const { size, mtimeMs } = statSync(path);
    return size === 0 && Math.abs(Date.now() - mtimeMs) < WRITING;
  } catch {
    return false;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** What runs on another machine cannot be seen, and counts as alive. */
function isAlive({ pid, host, boot }: Owner): boolean {
  if (host !== hostname()) return true;
  if (boot !== bootId()) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function inProgress(path: string, owner: Owner | null): RelctlError {
  const who = owner === null ? 'another relctl' : `another relctl (pid ${owner.pid} on ${owner.host})`;
  return new RelctlError('RUN_IN_PROGRESS', `${who} is making a release in this clone`, {
    hint: `Wait until it has finished. If it runs no more, remove ${path}.`,
    details: { lock: path, pid: owner?.pid ?? null, host: owner?.host ?? null },
  });
}
