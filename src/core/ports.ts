/**
 * What core asks of the outside. Adapters make these real; tests of core use plain data.
 * All paths are relative to the root of the workspace, with `/`.
 */

export type * from './release-ports.js';

export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** A symbolic link: never followed, since it may lead out of the repository. */
  | { readonly kind: 'link' }
  /** Not UTF-8, or larger than relctl reads. */
  | { readonly kind: 'not-text'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** A set of files at one moment: the work tree, or a commit. */
export interface Tree {
  /** Every file, sorted by code unit. Submodules appear as the path of their folder. */
  readonly paths: readonly string[];
  /** Reads many files at once; every asked path is in the answer. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>>;
}

/** One path that differs between two trees; a rename is one removed and one added path. */
export interface Change {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'removed';
  /** The object id of the old side; null where it was added. */
  readonly before: string | null;
}

/** A commit, as far as history is here. */
export interface HeadCommit {
  readonly commit: string;
  readonly tree: string;
  /** Null where history is cut off at this commit. */
  readonly parents: readonly string[] | null;
}

/** A commit that the head is compared with. */
export interface Side {
  readonly commit: string;
  /** All of them, as far as history is here: in a shallow clone they may be too few, or wrong. */
  readonly mergeBases: readonly string[];
}

export interface Sides {
  /** Null where there is no such commit. */
  readonly head: HeadCommit | null;
  /** In the order asked for; null for what is not here. */
  readonly others: readonly (Side | null)[];
  readonly shallow: boolean;
}

/** A part of the history. */
export interface Commits {
  /** Commit → its parents, none where history is cut off. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** Those at which history is cut off. */
  readonly cuts: readonly string[];
}

export interface Repository {
  /** Absolute path of the work tree. */
  readonly root: string;
  readonly shallow: boolean;
}

export interface TagRef {
  readonly name: string;
  /** The commit that the tag leads to, annotations peeled; null for a tag of something else. */
  readonly commit: string | null;
  readonly object: string;
}

export interface CommitInfo {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly message: string;
}

export interface CommitQuery {
  /** A commit that is here, or HEAD. */
  readonly tip: string;
  /** Leaves out what this commit reaches. */
  readonly beyond?: string;
  /** Only those with a line that starts so, followed by a colon. */
  readonly trailer?: string;
  readonly limit?: number;
}

/** Reads of a repository: they start git only and write nothing. */
export interface History {
  /** @throws NOT_A_REPOSITORY */
  repository(): Promise<Repository>;
  /** The head, and each of the others beside it; by one process of git where all are here. */
  sides(head: string, others: readonly string[]): Promise<Sides>;
  /** The commits that `from` reach and `without` do not. */
  commits(from: readonly string[], without: readonly string[]): Promise<Commits>;
  /** The branch that a clone compares with, by a look at its files: `origin/HEAD`, or else main or master. */
  likelyDefaultBranch(): string | null;
  /** The same by git's word. */
  defaultBranch(): Promise<string | null>;
  /**
   * The tracked files of the work tree. Git knows them from its index, and walks through all folders for the others:
   * what asks for these first and for `workTree` then can begin while git still walks, for one process more.
   */
  trackedFiles(): Promise<WorkTree>;
  workTree(): Promise<WorkTree>;
  commitTree(commit: string): Promise<Tree>;
  /** The files right in a folder of a commit. @param commit an object id or HEAD */
  commitFolder(commit: string, folder: string): Promise<Tree>;
  /** The message of a commit; null where there is no such commit. @param commit an object id or HEAD */
  commitMessage(commit: string): Promise<string | null>;
  /**
   * Which of these references there are, with the commits that they lead to; null for a tag of something else.
   * @param patterns full names, in which `*` stands for one part
   */
  commitsOfRefs(patterns: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** `current` with changes that led to it taken back. */
  before(current: Tree, changes: readonly Change[]): Tree;
  /** What differs between a commit and the work tree, untracked files included. */
  changesInWorkTree(commit: string): Promise<readonly Change[]>;
  /** The tree of `to`, and what differs between each of `from` and it, by two processes of git at most. */
  compareTrees(
    from: readonly string[],
    to: Pick<HeadCommit, 'commit' | 'tree'>,
  ): Promise<{ readonly tree: Tree; readonly comparisons: readonly (readonly Change[])[] }>;
  /** What differs between each of `from` and `to`, in the same order. */
  changesBetween(from: readonly string[], to: string): Promise<readonly (readonly Change[])[]>;
  tags(): Promise<readonly TagRef[]>;
  /** The tags that lead to commits which `head` reaches. */
  tagsReachedBy(head: string): Promise<readonly TagRef[]>;
  /** The names of the tags that HEAD reaches. */
  reachableTags(): Promise<readonly string[]>;
  /** Commits that a tip reaches, newest first. */
  log(query: CommitQuery): Promise<readonly CommitInfo[]>;
}

/** Fetches history: the only use of the network by a command that reads, and only where it is asked to. */
export interface Deepener {
  /**
   * Brings a commit by its id, or a remote-tracking branch by its full name, without its history where the clone is
   * shallow. False where the remote has none. @throws REMOTE_UNREACHABLE
   */
  fetchRevision(revision: string, shallow: boolean): Promise<boolean>;
  /** Brings what lies before commits at which history is cut off. @param depth null for all of it */
  fetchBefore(cuts: readonly string[], depth: number | null): Promise<void>;
  /** The tags of the remote. @throws REMOTE_UNREACHABLE */
  remoteTags(): Promise<readonly TagRef[]>;
}

export interface WorkTree extends Tree {
  readonly untracked: ReadonlySet<string>;
  /** Tracked files that a sparse checkout leaves out: they are read from the index. */
  readonly notCheckedOut: ReadonlySet<string>;
}

/** The files through which a step of GitHub Actions hands on what it found; each is null where the runner gave none. */
export interface StepFiles {
  readonly output: Appendable | null;
  readonly summary: Appendable | null;
  /** Different each time, and nobody can know it beforehand. */
  delimiter(): string;
}

export interface Appendable {
  /** Adds whole lines. @throws WRITE_FAILED */
  append(text: string): void;
}

/** Files that the work tree has not yet. */
export interface NewFiles {
  /** Writes a file with the folders above it. @throws EDIT_IMPOSSIBLE; WRITE_FAILED, also where it is there already */
  create(path: string, content: Uint8Array): Promise<void>;
}
