import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GitLock } from '../core/ports.js';
import { gitDirectory } from './git-directory.js';
import type { GitProcess } from './git-process.js';

/** The locks that git takes for the index, for HEAD, and for the given references in files or packed. */
export async function findLocks(git: GitProcess, refs: readonly string[]): Promise<GitLock[]> {
  const { own, common } = await gitDirectory(git);
  const paths = [
    join(own, 'index.lock'),
    join(own, 'HEAD.lock'),
    join(common, 'packed-refs.lock'),
    ...refs.map(ref => join(common, `${ref}.lock`)),
  ];
  return paths.flatMap(path => {
    const age = ageOf(path);
    return age === null ? [] : [{ path, ageSeconds: age, process: holderOf(path) }];
  });
}

function ageOf(path: string): number | null {
  try {
    return Math.max(0, Math.round((Date.now() - statSync(path).mtimeMs) / 1000));
  } catch {
    return null;
  }
}

/** The process that has a file open, by Linux's /proc; elsewhere nobody is known. */
function holderOf(path: string): string | null {
  for (const pid of list('/proc').filter(name => /^\d+$/.test(name))) {
    for (const descriptor of list(`/proc/${pid}/fd`)) {
      if (target(`/proc/${pid}/fd/${descriptor}`) === path) return `${nameOf(pid)} (${pid})`;
    }
  }
  return null;
}

function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return 'process';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function target(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}
