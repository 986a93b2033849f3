import { spawnSync } from 'node:child_process';

/** The environment of everything that is measured: nothing of the user's settings, one author, one date. */
export function environment(extra = {}) {
  return {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_AUTHOR_DATE: '2026-01-01T12:00:00Z',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
    GIT_COMMITTER_DATE: '2026-01-01T12:00:00Z',
    ...extra,
  };
}

/** The output of one git process, without the final newline. */
export function git(folder, ...args) {
  const run = spawnSync('git', args, {
    cwd: folder,
    env: environment(),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (run.status !== 0) throw new Error(`git ${args[0]}: ${run.error?.message ?? run.stderr}`);
  return run.stdout.replace(/\n$/, '');
}
