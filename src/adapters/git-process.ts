import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { type SimpleGit, simpleGit } from 'simple-git';
import { RelctlError } from '../core/errors.js';
import { noticeProcesses, stopTree } from './process-tree.js';

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
] as const;

const NO_HOOKS = 'core.hooksPath=/dev/null';

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
    const locale = call.signs === true ? signingLocale(this.given) : {};
    const env = { ...this.environment, ...locale, ...call.env };
    let outcome: GitOutcome | null = null;
    let failure: unknown = null;
    let child: ChildProcess | null = null;
    const processes = call.timeout === undefined ? null : noticeProcesses();
    const git: SimpleGit = simpleGit({
      baseDir: this.folder,
      config: [...SETTINGS, ...(call.effects === true ? [] : [NO_HOOKS])],
      allowEnvironment: Object.keys(env).filter(key => /^(?:GIT_|EDITOR|PAGER)/i.test(key)),
      completion: { onClose: true, onExit: false },
      // The adapter itself sets these, in fixed shapes; what users type never reaches an option.
      unsafe: UNSAFE,
      ...(call.input === undefined ? {} : { input: () => Buffer.from(call.input as Uint8Array) }),
      errors: (error, result) => {
        outcome = {
          code: result.exitCode,
          stdout: Buffer.concat(result.stdOut),
          stderr: Buffer.concat(result.stdErr).toString('utf8'),
        };
        // Failures of git itself are an outcome; a negative code says that there was no process.
        if (result.exitCode < 0) failure = error;
        return undefined;
      },
    }).env(env);
    // For 50 ms simple-git waits for words of a process that ended without any. An empty piece says that none will come.
    git.outputHandler((_program, stdout) => {
      child = processes?.find(stdout as Readable) ?? null;
      stdout.on('end', () => stdout.emit('data', Buffer.alloc(0)));
    });
    try {
      const isDone = await within(git.raw([...args]), call.timeout);
      if (!isDone) {
        if (child !== null) await stopTree(child);
        return timedOut(call.timeout as number);
      }
    } catch (error) {
      failure ??= error;
    } finally {
      processes?.end();
    }
    if (outcome === null || failure !== null) throw startFailure(failure);
    return outcome;
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

/** Whether it came to its end in so many milliseconds; what comes of it later is of no interest. */
async function within(running: Promise<unknown>, milliseconds: number | undefined): Promise<boolean> {
  const done = running.then(() => true);
  if (milliseconds === undefined) return done;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
    done.catch(() => {});
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

/** The names simple-git gives to what the fixed settings and the environment above hold. */
const UNSAFE = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeTemplateDir: true,
} as const;

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
