import { RelctlError } from '../core/errors.js';
import type { Deepener, TagRef } from '../core/ports.js';
import type { GitOutcome, GitProcess } from './git-process.js';

const REMOTE = 'origin';
const TRACKING = `refs/remotes/${REMOTE}/`;

/** A remote that says nothing for so long is taken for unreachable. */
const TIMEOUT = 10 * 60_000;

/**
 * Nothing but what is asked for is fetched, whatever is configured, and no reference is written but the remote-tracking
 * one of a branch that is asked for by name.
 */
const FETCH = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-prune',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--no-write-commit-graph',
  '--no-auto-maintenance',
  '--refmap=',
] as const;

/** Brings history from the remote `origin`. */
export class GitDeepener implements Deepener {
  private readonly git: GitProcess;
  private readonly timeout: number;

  /** @param git working in the root of the work tree */
  constructor(git: GitProcess, timeout = TIMEOUT) {
    this.git = git;
    this.timeout = timeout;
  }

  async fetchRevision(revision: string, shallow: boolean): Promise<boolean> {
    // What is not here cannot be made shallower by asking for one commit only.
    const depth = shallow ? ['--depth=1'] : [];
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) {
      await this.fetch([...depth, '--', REMOTE, revision]);
      return true;
    }
    if (revision === `${TRACKING}HEAD`) return this.fetchDefaultBranch(depth);
    const branch = /^(?:(?:refs\/)?remotes\/)?origin\/(?<branch>.+)$/.exec(revision)?.groups?.branch;
    if (branch !== undefined) return this.fetchRef(`refs/heads/${branch}`, `${TRACKING}${branch}`, depth);
    const tag = revision.replace(/^refs\/tags\//, '').replace(/\^\{[a-z]*\}$/, '');
    return this.fetchRef(`refs/tags/${tag}`, `refs/tags/${tag}`, depth);
  }

  async fetchBefore(cuts: readonly string[], depth: number | null): Promise<void> {
    const far = depth === null ? '--unshallow' : `--deepen=${depth}`;
    await this.fetch([far, '--stdin', '--', REMOTE], cuts.map(cut => `${cut}\n`).join(''));
  }

  async remoteTags(): Promise<readonly TagRef[]> {
    const refs = await this.list('--tags');
    return [...refs]
      .filter(([ref]) => ref.startsWith('refs/tags/') && !ref.endsWith('^{}'))
      .map(([ref, object]) => ({
        name: ref.slice('refs/tags/'.length),
        object,
        commit: refs.get(`${ref}^{}`) ?? object,
      }));
  }

  private async fetchDefaultBranch(depth: readonly string[]): Promise<boolean> {
    const outcome = await this.require(['ls-remote', '--quiet', '--symref', '--', REMOTE, 'HEAD']);
    const branch = /^ref: refs\/heads\/(?<branch>\S+)\tHEAD$/m.exec(outcome.stdout.toString('utf8'))?.groups
      ?.branch;
    if (branch === undefined) return false;
    if (!(await this.fetchRef(`refs/heads/${branch}`, `${TRACKING}${branch}`, depth))) return false;
    await this.git.text(['symbolic-ref', `${TRACKING}HEAD`, `${TRACKING}${branch}`]);
    return true;
  }

  /** A tip that is here already must not be asked for with a depth: git would cut its history off there. */
  private async fetchRef(from: string, to: string, depth: readonly string[]): Promise<boolean> {
    if ((await this.git.run(['check-ref-format', from])).code !== 0) return false;
    const object = (await this.list(from)).get(from);
    if (object === undefined) return false;
    const isHere = (await this.git.run(['cat-file', '-e', object])).code === 0;
    await this.fetch([...(isHere ? [] : depth), '--', REMOTE, `+${from}:${to}`]);
    return true;
  }

  /** Reference → object. @param what `--tags`, or the full name of one */
  private async list(what: string): Promise<Map<string, string>> {
    const words = what === '--tags' ? ['--tags', '--', REMOTE] : ['--', REMOTE, what];
    const outcome = await this.require(['ls-remote', '--quiet', ...words]);
    const lines = outcome.stdout.toString('utf8').split('\n');
    return new Map(
      lines.filter(line => line.includes('\t')).map(line => line.split('\t').reverse() as [string, string]),
    );
  }

  private async fetch(words: readonly string[], input?: string): Promise<void> {
    await this.require([...FETCH, ...words], input);
  }

  private async require(words: readonly string[], input?: string): Promise<GitOutcome> {
    const outcome = await this.git.run(words, {
      timeout: this.timeout,
      ...(input === undefined ? {} : { input }),
    });
    if (outcome.code === 0) return outcome;
    const reason = outcome.stderr.trim() || `git ${words[0]} failed with exit code ${outcome.code}`;
    throw new RelctlError('REMOTE_UNREACHABLE', `${REMOTE} does not give the missing history: ${reason}`, {
      hint: 'Check the remote and the access rights of this job, or name a base with --base REF.',
    });
  }
}
