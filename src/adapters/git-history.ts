import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type {
  Change,
  CommitInfo,
  CommitQuery,
  Commits,
  HeadCommit,
  History,
  Repository,
  Sides,
  TagRef,
  Tree,
  WorkTree,
} from '../core/ports.js';
import { BlobStore } from './git-blobs.js';
import { diffAndList, diffCommits, diffWorkTree } from './git-changes.js';
import type { GitProcess } from './git-process.js';
import { notARepository } from './git-refusals.js';
import { parseCommits, parseSides, sideArguments } from './git-sides.js';
import { readCommits, readCommitsOfRefs, readReachableTags, readTags } from './git-tags.js';
import { readCommitFolder, readCommitMessage, readCommitTree, treeBefore } from './git-trees.js';
import { joinWorkTree, readWorkTree } from './git-work-tree.js';

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
  private tracked: Promise<WorkTree> | null = null;
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

  async sides(head: string, others: readonly string[]): Promise<Sides> {
    const reading = this.locate(sideArguments(head, others));
    this.located = reading.then(({ location }) => location);
    const { location, rest: lines } = await reading;
    const read = parseSides(lines, others.length, this.cuts(location));
    const missing = read.others.length;
    const rest = others.slice(missing + 1);
    if (read.head === null || rest.length === 0) {
      const unknown = missing < others.length ? [null] : [];
      return { ...read, others: [...read.others, ...unknown], shallow: location.shallow };
    }
    // Git stops at the first one that is not here.
    const further = await this.sides(head, rest);
    return { ...further, others: [...read.others, null, ...further.others] };
  }

  async commits(from: readonly string[], without: readonly string[]): Promise<Commits> {
    const output = await this.process.text(['rev-list', '--parents', ...from, '--not', ...without]);
    return parseCommits(output, this.cuts(await this.repository()));
  }

  private cuts({ commonDirectory }: Location): ReadonlySet<string> {
    const file = join(commonDirectory, 'shallow');
    return new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
  }

  async defaultBranch(): Promise<string | null> {
    await this.repository();
    const words = ['for-each-ref', '--format=%(refname)', ...DEFAULT_BRANCHES];
    const known = (await this.process.text(words)).split('\n');
    return DEFAULT_BRANCHES.find(name => known.includes(name)) ?? null;
  }

  /** A look at the files saves a process; what they say is confirmed by git. */
  likelyDefaultBranch(): string | null {
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

  trackedFiles(): Promise<WorkTree> {
    this.tracked ??= this.list('tracked');
    return this.tracked;
  }

  workTree(): Promise<WorkTree> {
    this.tree ??=
      this.tracked === null
        ? this.list('all')
        : Promise.all([this.tracked, this.list('untracked')]).then(([tracked, untracked]) =>
            joinWorkTree(tracked, untracked),
          );
    return this.tree;
  }

  private async list(which: 'tracked' | 'untracked' | 'all'): Promise<WorkTree> {
    if (this.guess !== null && this.located === null) {
      // Git lists files only in a work tree, so the listing itself confirms the guess and spares a process.
      const guessed = await readWorkTree(this.process, this.guess, this.blobs, which).catch(() => null);
      if (guessed !== null) return guessed;
    }
    const { root } = await this.repository();
    return readWorkTree(this.process.at(root), root, this.blobs, which);
  }

  commitTree(commit: string): Promise<Tree> {
    return readCommitTree(this.process, commit, this.blobs);
  }

  commitFolder(commit: string, folder: string): Promise<Tree> {
    return readCommitFolder(this.process, commit, folder, this.blobs);
  }

  commitMessage(commit: string): Promise<string | null> {
    return readCommitMessage(commit, this.blobs);
  }

  commitsOfRefs(patterns: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    return readCommitsOfRefs(this.process, patterns);
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

  async compareTrees(
    from: readonly string[],
    to: Pick<HeadCommit, 'commit' | 'tree'>,
  ): Promise<{ tree: Tree; comparisons: readonly (readonly Change[])[] }> {
    // With the one that found the head, and the one that reads objects, these make four processes at most.
    const side = this.process.started > 1 ? null : readCommitTree(this.process, to.tree, this.blobs);
    const both =
      side === null
        ? diffAndList(this.process, from, to, this.blobs)
        : Promise.all([side, from.length === 0 ? [] : diffCommits(this.process, from, to.commit)]).then(
            ([tree, comparisons]) => ({ tree, comparisons }),
          );
    // It gets ready while these two go through the trees.
    this.blobs.open();
    return both;
  }

  changesBetween(from: readonly string[], to: string): Promise<readonly (readonly Change[])[]> {
    return diffCommits(this.process, from, to);
  }

  tags(): Promise<readonly TagRef[]> {
    return readTags(this.process);
  }

  tagsReachedBy(head: string): Promise<readonly TagRef[]> {
    return readTags(this.process, head);
  }

  reachableTags(): Promise<readonly string[]> {
    this.reachable ??= readReachableTags(this.process);
    return this.reachable;
  }

  log(query: CommitQuery): Promise<readonly CommitInfo[]> {
    return readCommits(this.process, query);
  }

  /** Where the repository is, and what git says to further arguments of the same process. */
  private async locate(further: readonly string[]): Promise<{ location: Location; rest: string[] }> {
    const outcome = await this.process.run(['rev-parse', ...WHERE, ...further]);
    const [root = '', isShallow, commonDirectory = '', ...rest] = outcome.stdout
      .toString('utf8')
      .split('\n')
      .slice(0, -1);
    if (root === '' || commonDirectory === '') throw notARepository(this.folder, outcome);
    return {
      location: { root, shallow: isShallow === 'true', commonDirectory },
      rest,
    };
  }
}
