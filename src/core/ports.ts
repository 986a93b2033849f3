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

/** A comparison of `base` and `head` with all their merge bases. */
export interface Range {
  /** The revision that `base` was given as. */
  readonly ref: string;
  readonly base: string;
  readonly head: string;
  readonly mergeBases: readonly string[];
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
  /**
   * The commits of `base` and `head` and all their merge bases.
   * @param base null for the branch that a clone compares with: `origin/HEAD`, or else main or master
   * @throws UNKNOWN_REVISION, NO_BASE, NO_COMMIT, NO_MERGE_BASE; SHALLOW_CLONE where history is cut off that the
   *   answer needs
   */
  range(base: string | null, head: string): Promise<Range>;
  workTree(): Promise<WorkTree>;
  commitTree(commit: string): Promise<Tree>;
  /** `current` with changes that led to it taken back. */
  before(current: Tree, changes: readonly Change[]): Tree;
  /** What differs between a commit and the work tree, untracked files included. */
  changesInWorkTree(commit: string): Promise<readonly Change[]>;
  /** What differs between each of `from` and `to`, in the same order. */
  changesBetween(from: readonly string[], to: string): Promise<readonly (readonly Change[])[]>;
  tags(): Promise<readonly TagRef[]>;
  /** The names of the tags that HEAD reaches. */
  reachableTags(): Promise<readonly string[]>;
  /** Commits that a tip reaches, newest first. */
  commits(query: CommitQuery): Promise<readonly CommitInfo[]>;
}

export interface WorkTree extends Tree {
  readonly untracked: ReadonlySet<string>;
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
