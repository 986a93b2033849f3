/**
 * What core asks of the outside. Adapters make these real; tests of core use plain data.
 * All paths are relative to the root of the workspace, with `/`.
 */

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

/** The branch that HEAD is on, and what stands in the way of a release. */
export interface HeadState {
  /** `refs/heads/…`; null where HEAD is detached. */
  readonly branch: string | null;
  readonly commit: string;
  readonly operation: string | null;
  /** Paths that differ between HEAD, the index and the work tree; untracked ones are left out. */
  readonly dirty: ReadonlySet<string>;
}

export interface NewTag {
  readonly name: string;
  readonly message: string;
}

/** A release as git objects that nothing points to yet. */
export interface ReleaseObjects {
  readonly commit: string;
  /** In the order of the tags asked for. */
  readonly tags: readonly { readonly name: string; readonly object: string }[];
}

/** What one push changes. */
export interface PushedRef {
  readonly object: string;
  /** The full name. */
  readonly ref: string;
}

export interface ReleaseCommit {
  readonly commit: string;
  readonly message: string;
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
  /** The commits that HEAD reaches with the trailer in their message, newest first. */
  commitsWithTrailer(trailer: string): Promise<readonly ReleaseCommit[]>;
}

/** What a release does to a repository. */
export interface Publisher {
  headState(): Promise<HeadState>;
  /** @throws NO_IDENTITY */
  requireIdentity(): Promise<void>;
  /** The remote's references by full name, tags as they are stored. @throws NO_REMOTE, REMOTE_UNREACHABLE */
  remoteRefs(remote: string): Promise<ReadonlyMap<string, string>>;
  /** Whether `commit` is here and `descendant` reaches it. */
  reaches(descendant: string, commit: string): Promise<boolean>;
  /** The content of files at a commit, as git stores it. */
  storedFiles(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Writes blobs, a tree, a commit and annotated tags; no reference, index or file changes. */
  buildRelease(
    parent: string,
    files: ReadonlyMap<string, Uint8Array>,
    message: string,
    tags: readonly NewTag[],
  ): Promise<ReleaseObjects>;
  /** Annotated tag objects for commits that are there. */
  buildTags(tags: readonly (NewTag & { readonly commit: string })[]): Promise<ReleaseObjects['tags']>;
  /** All of them or none. @param updates `before` is null where the reference must be new */
  updateRefs(
    updates: readonly { readonly ref: string; readonly after: string; readonly before: string | null }[],
  ): Promise<void>;
  /** One atomic push by object id. @throws REMOTE_REJECTED, REMOTE_UNREACHABLE */
  push(remote: string, refs: readonly PushedRef[]): Promise<void>;
  /** Makes the index agree with the commit for the given paths. */
  refreshIndex(commit: string, paths: readonly string[]): Promise<void>;
}

export interface WorkTree extends Tree {
  readonly untracked: ReadonlySet<string>;
}

/** Files of the work tree, for a release. */
export interface Files {
  /** The bytes of a regular file. @throws UNREADABLE_FILE */
  read(path: string): Promise<Uint8Array>;
  /** Replaces a file in one step, keeping its mode. @throws WRITE_FAILED */
  replace(path: string, content: Uint8Array): Promise<void>;
}
