import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { RelctlError } from '../core/errors.js';
import { stopTree } from './process-tree.js';

/** What a git process did. A process that could not be started is an error, one that failed is not. */
export interface GitOutcome {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitCall {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the repository's hooks may run: only where a release is pushed. */
  readonly effects?: boolean;
  /** Milliseconds after which git and all that it has started is stopped: where it talks to a remote. */
  readonly timeout?: number;
  /** Whether git signs: the programs that it starts for that get names and keys as UTF-8. */
  readonly signs?: boolean;
}

/** A git process that is told more as it goes on. */
export interface GitDialogue {
  say(words: string): void;
  /** Whether Node stays for what git has yet to say. A git that nobody waits for ends with relctl, as its input does. */
  wait(waits: boolean): void;
  /** Nothing more will be said to it. */
  end(): void;
}

/** What comes of a dialogue. */
export interface GitListener {
  said(piece: Buffer): void;
  /** It could not be started. */
  failed(failure: RelctlError): void;
  ended(outcome: GitOutcome): void;
}

/**
 * Settings of every call, so that neither the user's nor the repository's configuration changes an answer or
 * starts a program: no file system monitor, no hooks, no external diff, no pager, no embedded bare repositories.
 */
const SETTINGS = [
  'core.fsmonitor=false',
  'core.pager=cat',
  'core.quotePath=false',
  'core.untrackedCache=false',
  'color.ui=false',
  'column.ui=never',
  'diff.external=',
  'diff.ignoreSubmodules=none',
  'diff.noprefix=false',
  'gc.auto=0',
  'log.showSignature=false',
  'maintenance.auto=false',
  'protocol.ext.allow=never',
  'protocol.fd.allow=never',
  'safe.bareRepository=explicit',
  'submodule.recurse=false',
].flatMap(setting => ['-c', setting]);

const QUIET_SETTINGS = [...SETTINGS, '-c', 'core.hooksPath=/dev/null'];

/** What git itself reads of the environment and a release needs: who commits, and how a remote is reached. */
const KEPT =
  /^GIT_(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE)$|^GIT_SSH(?:_COMMAND|_VARIANT)?$|^GIT_ASKPASS$|^GIT_SSL_|^GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)$|^GIT_CEILING_DIRECTORIES$/;

const FIXED = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_SSH_VARIANT: 'ssh',
  LC_ALL: 'C',
} as const;

/** Starts git in one folder. The only place of relctl that does. */
export class GitProcess {
  readonly folder: string;
  /** How many processes were started by this object. */
  started = 0;
  private readonly given: Readonly<Record<string, string | undefined>>;
  private readonly environment: Readonly<Record<string, string>>;

  constructor(folder: string, environment: Readonly<Record<string, string | undefined>>) {
    this.folder = folder;
    this.given = environment;
    this.environment = gitEnvironment(environment);
  }

  /** The same in another folder. */
  at(folder: string): GitProcess {
    return new GitProcess(folder, this.given);
  }

  /**
   * @param args in fixed shapes: no user text but full reference names, object ids, and revisions that were
   *   checked not to be options
   * @throws GIT_MISSING
   */
  async run(args: readonly string[], call: GitCall = {}): Promise<GitOutcome> {
    const child = this.spawn(args, call, call.input !== undefined);
    const ended = outcomeOf(child, call.input);
    if (call.timeout === undefined) return ended;
    const outcome = await within(ended, call.timeout);
    if (outcome !== null) return outcome;
    await stopTree(child);
    return timedOut(call.timeout);
  }

  /** Starts git and goes on talking to it; so far nobody waits for it. @param args as for `run` */
  talk(args: readonly string[], call: GitCall, listener: GitListener): GitDialogue {
    const child = this.spawn(args, call, true);
    const stderr = collect(child.stderr);
    child.stdout?.on('data', piece => listener.said(piece));
    child.on('error', error => listener.failed(startFailure(error)));
    child.on('close', code =>
      listener.ended({ code, stdout: Buffer.alloc(0), stderr: Buffer.concat(stderr).toString('utf8') }),
    );
    child.stdin?.on('error', () => {});
    const held = [child, ...child.stdio.flatMap(pipe => (pipe as Socket | null) ?? [])];
    const wait = (waits: boolean) => {
      for (const each of held) {
        if (waits) each.ref();
        else each.unref();
      }
    };
    wait(false);
    return { wait, say: words => child.stdin?.write(words), end: () => child.stdin?.end() };
  }

  private spawn(args: readonly string[], call: GitCall, hasInput: boolean): ChildProcess {
    this.started++;
    const locale = call.signs === true ? signingLocale(this.given) : {};
    return spawn('git', [...(call.effects === true ? SETTINGS : QUIET_SETTINGS), ...args], {
      cwd: this.folder,
      env: { ...this.environment, ...locale, ...call.env },
      stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
  }

  /** Standard output as text. @throws GIT_FAILED where git fails */
  async text(args: readonly string[], call: GitCall = {}): Promise<string> {
    return (await this.require(args, call)).toString('utf8');
  }

  /** Standard output. @throws GIT_FAILED where git fails */
  async require(args: readonly string[], call: GitCall = {}): Promise<Buffer> {
    const outcome = await this.run(args, call);
    if (outcome.code !== 0) throw gitFailure(args, outcome);
    return outcome.stdout;
  }
}

/** What a process did once its streams are closed: what it has started may hold them longer than itself. @throws GIT_MISSING */
function outcomeOf(child: ChildProcess, input: GitCall['input']): Promise<GitOutcome> {
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(startFailure(error)));
    child.on('close', code =>
      resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') }),
    );
    // Git may end without reading all; what it says counts.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** The pieces of a stream, as they come. */
function collect(stream: Readable | null): Buffer[] {
  const pieces: Buffer[] = [];
  stream?.on('data', (piece: Buffer) => pieces.push(piece));
  return pieces;
}

/** What comes of it in so many milliseconds; null where that is nothing yet, and what comes later is of no interest. */
async function within<T>(running: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>(resolve => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
    running.catch(() => {});
  }
}

/** As the program `timeout` reports it. */
function timedOut(milliseconds: number): GitOutcome {
  return {
    code: 124,
    stdout: Buffer.alloc(0),
    stderr: `there was no answer within ${milliseconds / 1000} s`,
  };
}

function gitEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      (KEPT.test(entry[0]) || !/^GIT_|^(?:EDITOR|VISUAL|PAGER|PREFIX|LANGUAGE)$|^LC_/i.test(entry[0])),
  );
  return { ...Object.fromEntries(kept), ...FIXED };
}

/**
 * Without a locale of UTF-8, gpg takes the bytes of an "É" in a committer's name for two characters and finds no key. What
 * is said stays English.
 */
function signingLocale({ LC_ALL, LC_CTYPE, LANG }: Readonly<Record<string, string | undefined>>) {
  const own = LC_ALL || LC_CTYPE || LANG || '';
  return { LC_ALL: '', LC_CTYPE: /utf-?8/i.test(own) ? own : 'C.UTF-8', LC_MESSAGES: 'C' };
}

function startFailure(error: unknown): RelctlError {
  const message = error instanceof Error ? error.message : String(error);
  if (/ENOENT/.test(message))
    return new RelctlError('GIT_MISSING', 'git cannot be started: it is not in PATH');
  return new RelctlError('GIT_FAILED', `git cannot be started: ${message}`, { cause: error });
}

/** A failure that no caller expects, with git's own words. */
export function gitFailure(args: readonly string[], { code, stderr }: GitOutcome): RelctlError {
  const words = stderr.trim();
  if (/detected dubious ownership/.test(words)) return new RelctlError('REPOSITORY_REFUSED', words);
  return new RelctlError(
    'GIT_FAILED',
    `git ${args[0]} failed with exit code ${code}: ${words || 'it said nothing'}`,
  );
}
