import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { environment } from './git.mjs';
import { checkedRun } from './relctl.mjs';

/**
 * A `git` that writes its arguments down and then becomes the real one, which it finds behind itself in PATH. Each
 * process has a file of its own, since relctl starts several at a time.
 */
const SHIM = `#!/bin/sh
printf '%s\\000' "$@" >"$BENCH_GIT_LOG/$$"
PATH="$BENCH_REAL_PATH"
export PATH
exec git "$@"
`;

/** The git commands that relctl starts, by name, in a run of its own that is not counted. */
export async function gitProcesses(program, command, facts) {
  const folder = mkdtempSync(join(tmpdir(), 'relctl-bench-'));
  try {
    const log = join(folder, 'log');
    writeFileSync(join(folder, 'git'), SHIM);
    chmodSync(join(folder, 'git'), 0o755);
    const { PATH } = environment();
    const env = { PATH: `${folder}${delimiter}${PATH}`, BENCH_GIT_LOG: log, BENCH_REAL_PATH: PATH };
    const clear = () => {
      rmSync(log, { recursive: true, force: true });
      mkdirSync(log);
    };
    await checkedRun(program, command, facts, environment(env), clear);
    // As good as always the order of the start.
    const ids = readdirSync(log).sort((a, b) => Number(a) - Number(b));
    return ids.map(id => subcommand(readFileSync(join(log, id), 'utf8').split('\0')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first word that is neither an option nor the value of `-c` or `-C`. */
function subcommand(words) {
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '-c' || words[at] === '-C') at++;
    else if (!words[at].startsWith('-')) return words[at];
  }
  return words.join(' ').trim();
}
