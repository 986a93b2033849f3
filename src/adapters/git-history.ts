import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RelctlError } from '../core/errors.js';
import type {
  Change,
  CommitInfo,
  CommitQuery,
  History,
  Range,
  Repository,
  TagRef,
  Tree,
  WorkTree,
} from '../core/ports.js';
import { BlobStore } from './git-blobs.js';
import { diffCommits, diffWorkTree } from './git-changes.js';
import { type GitOutcome, type GitProcess, gitFailure } from './git-process.js';
import { readCommits, readReachableTags, readTags } from './git-tags.js';
import { readCommitTree, readWorkTree, treeBefore } from './git-trees.js';

const DEFAULT_BRANCHES = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
] as const;

const WHERE = [
  '--show-toplevel',
  '--is-shallow-repository',
  '--path-format=absolute',
  '--git-common-dir',
] as const;

interface Location extends Repository {
  readonly commonDirectory: string;
}

/** The folder above `folder` that holds a `.git`; git itself confirms it. Null where there is none. */
export function guessRoot(folder: string): string | null {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) return current;
    if (dirname(current) === current) return null;
  }
}

/** Reads of one repository. Git runs in its root, so that no embedded repository below is ever taken for it. */
export class GitHistory implements History {
  private readonly folder: string;
  private readonly process: GitProcess;
  private readonly guess: string | null;
  private located: Promise<Location> | null = null;
  private readonly blobs: BlobStore;
  private tree: Promise<WorkTree> | null = null;
  private reachable: Promise<readonly string[]> | null = null;

  /** @param folder absolute, without symbolic links */
  constructor(process: GitProcess, folder: string) {
    this.folder = folder;
    this.guess = guessRoot(folder);
    this.process = this.guess === null ? process : process.at(this.guess);
    this.blobs = new BlobStore(this.process);
  }

  repository(): Promise<Location> {
    this.located ??= this.locate([]).then(({ location }) => location);
    return this.located;
  }

  async range(base: string | null, head: string): Promise<Range> {
    const from = base ?? this.likelyDefaultBranch();
    if (from === null) return this.rangeFromDefault(head);
    for (const revision of [from, head]) requireRevision(revision);
    const located = this.locate([`${from}^{commit}...${head}^{commit}`]);
    this.located = located.then(({ location }) => location);
    const { location, rest, failed } = await located;
    if (failed) {
      await this.requireCommit(head, location);
      if (base === null) return this.rangeFromDefault(head);
      await this.requireCommit(from, location);
      throw new RelctlError('GIT_FAILED', `git cannot compare ${from} with ${head}`);
    }
    const [headCommit = '', baseCommit = '', ...excluded] = rest;
    const range = {
      ref: from,
      base: baseCommit,
      head: headCommit,
      mergeBases: excluded.map(line => line.slice(1)),
    };
    await this.requireProof(range, location);
    return range;
  }

  /** Git is asked which of the usual branches there are. */
  private async rangeFromDefault(head: string): Promise<Range> {
    const location = await this.repository();
    const known = (
      await this.process.text(['for-each-ref', '--format=%(refname)', ...DEFAULT_BRANCHES])
    ).split('\n');
    const branch = DEFAULT_BRANCHES.find(name => known.includes(name));
    if (branch !== undefined) return this.range(branch, head);
    await this.requireCommit(head, location);
    if (location.shallow) throw shallow('the branch to compare with is not in this shallow clone');
    throw new RelctlError(
      'NO_BASE',
      'there is neither origin/HEAD nor a branch main or master to compare with',
    );
  }

  /** A look at the files saves a process; what they say is confirmed by git. */
  private likelyDefaultBranch(): string | null {
    if (this.guess === null) return null;
    const directory = join(this.guess, '.git');
    if (!existsSync(directory) || !statSync(directory).isDirectory()) return DEFAULT_BRANCHES[0];
    const packed = existsSync(join(directory, 'packed-refs'))
      ? readFileSync(join(directory, 'packed-refs'), 'utf8')
      : '';
    return (
      DEFAULT_BRANCHES.find(name => existsSync(join(directory, name)) || packed.includes(` ${name}\n`)) ??
      null
    );
  }

  workTree(): Promise<WorkTree> {
    this.tree ??= this.readTree();
    return this.tree;
  }

  private async readTree(): Promise<WorkTree> {
    if (this.guess !== null && this.located === null) {
      // Git lists files only in a work tree, so the listing itself confirms the guess and spares a process.
      const guessed = await readWorkTree(this.process, this.guess, this.blobs).catch(() => null);
      if (guessed !== null) return guessed;
    }
    const { root } = await this.repository();
    return readWorkTree(this.process.at(root), root, this.blobs);
  }

  async commitTree(commit: string): Promise<Tree> {
    return readCommitTree(this.process, commit, this.blobs);
  }

  before(current: Tree, changes: readonly Change[]): Tree {
    return treeBefore(current, changes, this.blobs);
  }

  async changesInWorkTree(commit: string): Promise<readonly Change[]> {
    const [tracked, { untracked }] = await Promise.all([diffWorkTree(this.process, commit), this.workTree()]);
    const known = new Set(tracked.map(({ path }) => path));
    const added = [...untracked].filter(path => !known.has(path));
    return [...tracked, ...added.map((path): Change => ({ path, status: 'added', before: null }))];
  }

  async changesBetween(from: readonly string[], to: string): Promise<readonly (readonly Change[])[]> {
    return diffCommits(this.process, from, to);
  }

  tags(): Promise<readonly TagRef[]> {
    return readTags(this.process);
  }

  reachableTags(): Promise<readonly string[]> {
    this.reachable ??= readReachableTags(this.process);
    return this.reachable;
  }

  commits(query: CommitQuery): Promise<readonly CommitInfo[]> {
    return readCommits(this.process, query);
  }

  /** Where the repository is, and what git says to further arguments of the same process. */
  private async locate(
    further: readonly string[],
  ): Promise<{ location: Location; rest: string[]; failed: boolean }> {
    const outcome = await this.process.run(['rev-parse', ...WHERE, ...further]);
    const [root = '', isShallow, commonDirectory = '', ...rest] = outcome.stdout
      .toString('utf8')
      .split('\n')
      .slice(0, -1);
    if (root === '' || commonDirectory === '') throw notARepository(this.folder, outcome);
    return {
      location: { root, shallow: isShallow === 'true', commonDirectory },
      rest,
      failed: outcome.code !== 0,
    };
  }

  private async requireCommit(revision: string, { shallow: isShallow }: Location): Promise<void> {
    const { code } = await this.process.run(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
    if (code === 0) return;
    if (revision === 'HEAD') throw new RelctlError('NO_COMMIT', 'the repository has no commit yet');
    if (isShallow) throw shallow(`${revision} is not in this shallow clone`);
    throw new RelctlError('UNKNOWN_REVISION', `there is no commit ${JSON.stringify(revision)} here`, {
      details: { revision },
    });
  }

  /**
   * In a shallow clone git names too few merge bases, without a warning. They are complete when no commit at which
   * history is cut off lies between them and the two sides.
   */
  private async requireProof(
    { base, head, mergeBases }: Range,
    { shallow: isShallow, commonDirectory }: Location,
  ): Promise<void> {
    if (isShallow) {
      const cut = new Set(readFileSync(join(commonDirectory, 'shallow'), 'utf8').split('\n'));
      const between = await this.process.text(['rev-list', base, head, '--not', ...mergeBases]);
      if (mergeBases.length === 0 || between.split('\n').some(commit => commit !== '' && cut.has(commit))) {
        throw shallow('this shallow clone does not reach back to where the two sides part');
      }
    }
    if (mergeBases.length === 0)
      throw new RelctlError('NO_MERGE_BASE', 'the base and the head have no common ancestor');
  }
}

/** The command that mends it works in every clone: also where only one branch was fetched. */
function shallow(message: string): RelctlError {
  const command = "git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'";
  return new RelctlError('SHALLOW_CLONE', message, {
    hint: `Fetch the history: ${command}`,
    details: { command },
  });
}

/** Revisions go to git as arguments: none of them may be an option, a range or an exclusion. */
function requireRevision(revision: string): void {
  if (revision !== '' && !/^[-^]|\.\.|[\s\0]/.test(revision)) return;
  throw new RelctlError('UNKNOWN_REVISION', `${JSON.stringify(revision)} is no revision`, {
    hint: 'Name one branch, tag or commit.',
    details: { revision },
  });
}

function notARepository(folder: string, outcome: GitOutcome): RelctlError {
  const words = outcome.stderr;
  if (/dubious ownership/.test(words)) return gitFailure(['rev-parse'], outcome);
  if (/not a git repository|must be run in a work tree|cannot use bare repository/.test(words)) {
    return new RelctlError('NOT_A_REPOSITORY', `${folder} is in no git work tree`);
  }
  return gitFailure(['rev-parse'], outcome);
}
