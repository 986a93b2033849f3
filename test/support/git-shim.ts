import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './repository.js';

/**
 * Shell run around the calls of one git command, with the real git in PATH: `{ push: 'touch pushed' }`. A push with
 * `--dry-run`, which changes nothing, goes by the name of `probe`.
 */
export type Scripts = Readonly<Record<string, string>>;

export interface GitShim {
  /** Puts the shim before the real git. */
  readonly env: { readonly PATH: string };
  /** The arguments of every call so far, in order, settings (`-c name=value`) left out. */
  calls(): string[][];
  /** The calls of one command. */
  callsOf(command: string): string[][];
}

export interface ShimOptions {
  /** Run before each call of the command; `exit` there keeps git from running. */
  readonly before?: Scripts;
  /** Run after each call of the command, with git's exit code in `$status`. */
  readonly after?: Scripts;
  /** Run before the first call of the command only. */
  readonly once?: Scripts;
  /** Run before every call. */
  readonly always?: string;
}

const SEPARATOR = '\x1f';
const END = '\x1e';

/** A `git` for PATH that writes down what it is started with, and does something else besides where it is told to. */
export function gitShim(options: ShimOptions = {}): GitShim {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(log, '');
  const branches = (scripts: Scripts = {}, wrap = (script: string, _: string) => script) =>
    Object.entries(scripts).map(([command, script]) => `${command}) ${wrap(script, command)}\n;;`);
  const onlyOnce = (script: string, command: string) =>
    `if mkdir '${folder}/once-${command}' 2>/dev/null; then ${script}\nfi`;
  const lines = [
    '#!/bin/sh',
    'skip=; command=',
    'for word in "$@"; do',
    '  if [ -n "$skip" ]; then skip=; continue; fi',
    '  case "$word" in -c|-C|--git-dir|--work-tree) skip=1 ;; -*) ;; *) command=$word; break ;; esac',
    'done',
    'case "$command $*" in push*" --dry-run "*) command=probe ;; esac',
    // One write a call, so that calls at the same time do not mix.
    `printf '%s${SEPARATOR}' "$command" "$@" "$(printf '${END}')" >> '${log}'`,
    `PATH='${process.env.PATH}'; export PATH`,
    options.always ?? '',
    'case "$command" in',
    ...branches(options.once, onlyOnce),
    'esac',
    'case "$command" in',
    ...branches(options.before),
    'esac',
    'case "$command" in',
    ...branches(options.after, script => `'${real}' "$@"; status=$?\n${script}\nexit $status`),
    'esac',
    `exec '${real}' "$@"`,
  ];
  writeFileSync(join(folder, 'git'), `${lines.join('\n')}\n`);
  chmodSync(join(folder, 'git'), 0o755);
  const calls = () =>
    readFileSync(log, 'utf8')
      .split(END + SEPARATOR)
      .filter(call => call !== '')
      .map(call => {
        const [command = '', ...words] = call.split(SEPARATOR).slice(0, -1);
        return [command, ...withoutSettings(words).slice(1)];
      });
  return {
    env: { PATH: `${folder}:${process.env.PATH}` },
    calls,
    callsOf: command => calls().filter(([name]) => name === command),
  };
}

function withoutSettings(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '-c') at += 1;
    else kept.push(words[at] as string);
  }
  return kept;
}

/** Calls that a release must never make: nothing is forced, deleted, reset or cleaned, and no hook passed by. */
export function forbiddenCalls(calls: readonly (readonly string[])[]): string[] {
  const word = /^(?:--force(?:-with-lease.*)?|-f|--hard|--delete|-d|-D|\+.*:refs\/.*|:refs\/.*|--no-verify)$/;
  return calls
    .filter(
      ([command, ...rest]) =>
        command !== 'probe' &&
        (['reset', 'clean'].includes(command ?? '') || rest.some(each => word.test(each))),
    )
    .map(call => call.join(' '));
}
