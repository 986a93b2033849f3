import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process may take to remove its temporary files once it is told to end. */
const GRACE = 1000;

/** A process that runs or has run: its id alone may be another's by now. */
interface Started {
  readonly pid: number;
  readonly parent: number;
  readonly start: string;
}

/**
 * Ends a process and, on Linux, all that it has started: git's helpers outlive it where they wait for a network, and
 * hold its pipes. Elsewhere they end when they next find the pipes closed. Asked first, so that git removes its lock
 * files; killed where that does not help.
 */
export async function stopTree(child: ChildProcess): Promise<void> {
  const tree = child.pid === undefined ? [] : treeOf(child.pid);
  child.kill('SIGTERM');
  signal(tree, 'SIGTERM');
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  for (let waited = 0; waited < GRACE && !(isOver() && tree.every(hasEnded)); waited += 20) await sleep(20);
  if (!isOver()) child.kill('SIGKILL');
  signal(tree, 'SIGKILL');
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
  child.unref();
}

/** The process and its descendants; none where there is no /proc. */
function treeOf(root: number): Started[] {
  const all = runningProcesses();
  const tree = all.filter(({ pid }) => pid === root);
  // It grows while it is gone through.
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

function runningProcesses(): Started[] {
  try {
    return readdirSync('/proc').flatMap(name => (/^\d+$/.test(name) ? (statusOf(Number(name)) ?? []) : []));
  } catch {
    return [];
  }
}

/** See proc_pid_stat(5): the name in parentheses may hold anything. Null for what has ended, reaped or not. */
function statusOf(pid: number): Started | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : { pid, parent: Number(fields[1]), start: fields[19] ?? '' };
  } catch {
    return null;
  }
}

function hasEnded({ pid, start }: Started): boolean {
  return statusOf(pid)?.start !== start;
}

function signal(tree: readonly Started[], name: 'SIGTERM' | 'SIGKILL'): void {
  for (const each of tree) {
    if (hasEnded(each)) continue;
    try {
      process.kill(each.pid, name);
    } catch {
      // It has ended by itself, or belongs to somebody else.
    }
  }
}
