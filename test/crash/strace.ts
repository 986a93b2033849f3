import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lines } from './run.js';

/** Every system call that changes a file system; a name that this machine has not is passed over. */
export const WRITING = [
  ...[
    'open',
    'openat',
    'creat',
    'write',
    'writev',
    'pwrite64',
    'ftruncate',
    'truncate',
    'fsync',
    'fdatasync',
  ],
  ...['rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat', 'unlink', 'unlinkat'],
  ...['mkdir', 'mkdirat', 'rmdir', 'chmod', 'fchmod', 'fchmodat'],
]
  .map(name => `?${name}`)
  .join(',');

/** Opening and writing are left out for relctl itself: loading modules and waking threads do both, in no fixed number. */
export const WRITING_OF_NODE = WRITING.split(',')
  .filter(name => !/\?(?:open|openat|creat|write|writev)$/.test(name))
  .join(',');

/** Null where processes can be killed at a system call here, else why not. */
export function straceFault(): string | null {
  try {
    execFileSync('strace', ['-f', '-b', 'execve', '-qq', '-o', '/dev/null', '-e', 'trace=none', 'true'], {
      stdio: 'pipe',
    });
  } catch (cause) {
    return `strace is missing or may not trace: ${(cause as Error).message.trim().split('\n').at(-1)}`;
  }
  try {
    execFileSync('strace', ['-qq', '-o', '/dev/null', '-e', 'inject=?openat:signal=KILL:when=1', 'true'], {
      stdio: 'pipe',
    });
    return 'strace lets a process live that it was told to kill';
  } catch (cause) {
    const { signal, status } = cause as { signal?: string | null; status?: number | null };
    return signal === 'SIGKILL' || status === 137 ? null : 'strace does not know `inject`';
  }
}

export interface SystemCall {
  readonly name: string;
  /** Its place among all calls of that name by the same thread, from 1. */
  readonly nth: number;
}

/**
 * The calls of a log that changed something: they succeeded, and opened to create or wrote to a file, or to a pipe where
 * that counts as well. Others are counted, since `when=` counts them.
 */
export function changingCalls(log: string, withPipes: boolean): SystemCall[] {
  if (!existsSync(log)) return [];
  const counts = new Map<string, number>();
  return lines(log).flatMap(line => {
    const [, thread = '', name = '', rest = ''] = /^(?:(\d+) +)?(\w+)\((.*)$/.exec(line) ?? [];
    if (name === '') return [];
    const key = `${thread} ${name}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return changes(name, rest, withPipes) ? [{ name, nth }] : [];
  });
}

function changes(name: string, rest: string, withPipes: boolean): boolean {
  if (/\) += -1 /.test(rest)) return false;
  if (name === 'open' || name === 'openat') return rest.includes('O_CREAT');
  if (name !== 'write' && name !== 'writev') return true;
  const [, target = ''] = /^\d+<([^>]*)>/.exec(rest) ?? [];
  return target.startsWith('/') ? !target.startsWith('/dev/null') : withPipes && target.startsWith('pipe:');
}
