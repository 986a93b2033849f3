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

/** A lock file of git's that stands in the way of a write; git leaves one behind where it is killed. */
export interface GitLock {
  /** Absolute. */
  readonly path: string;
  readonly ageSeconds: number;
  /** The process that has it open, as `name (pid)`; null where none is known. */
  readonly process: string | null;
}

export interface CommitInfo {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly message: string;
}

/** One reference to move. Null stands for a reference that is not there. */
export interface RefUpdate {
  /** The full name. */
  readonly ref: string;
  readonly before: string | null;
  readonly after: string | null;
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

/** Where a release is pushed to. */
export interface Remote {
  readonly name: string;
  /** Seconds without a word after which its silence counts as no answer. */
  readonly timeout: number;
}

/** What a release does to a repository. */
export interface Publisher {
  headState(): Promise<HeadState>;
  /** Locks of git that stand in the way of moving the given references, or of any write. */
  gitLocks(refs: readonly string[]): Promise<readonly GitLock[]>;
  /** @throws NO_IDENTITY */
  requireIdentity(): Promise<void>;
  /** The remote's references by full name, tags as they are stored. @throws NO_REMOTE, REMOTE_AMBIGUOUS, REMOTE_UNREACHABLE */
  remoteRefs(remote: Remote): Promise<ReadonlyMap<string, string>>;
  /**
   * Asks the remote, without sending anything, whether it would let `object` become `ref` in an atomic push.
   * @throws REMOTE_NOT_ATOMIC, REMOTE_UNREACHABLE; what it would reject is left to the push
   */
  probePush(remote: Remote, object: string, ref: string): Promise<void>;
  /** Brings the objects of a remote's reference here; no reference changes. @throws REMOTE_UNREACHABLE */
  fetchObjects(remote: Remote, ref: string): Promise<void>;
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
  /** All of them or none. @throws BRANCH_MOVED where one is not at `before`, REPOSITORY_LOCKED */
  updateRefs(updates: readonly RefUpdate[]): Promise<void>;
  /**
   * One atomic push by object id.
   * @returns `up-to-date` where the remote had all of it before
   * @throws REMOTE_REJECTED, REMOTE_NOT_ATOMIC, REMOTE_UNREACHABLE where its answer is not known
   */
  push(remote: Remote, refs: readonly PushedRef[]): Promise<'pushed' | 'up-to-date'>;
  /** Index and work tree from one commit to another, other changes kept. @throws GIT_FAILED where files are in the way */
  moveFiles(from: string, to: string): Promise<void>;
  /** Makes the index agree with the commit for those of the paths that are still in it as at `before`. */
  refreshIndex(before: string, commit: string, paths: readonly string[]): Promise<void>;
}

/** The record of a release that is under way, in the git directory. */
export interface JournalStore {
  /** Null where there is none. @throws JOURNAL_BROKEN where it is no private file of ours */
  read(): Promise<string | null>;
  /** On the disk when the promise resolves. @throws WRITE_FAILED */
  write(text: string): Promise<void>;
  remove(): Promise<void>;
  /** How a message names it. */
  readonly path: string;
}

/** One run at a time in a clone. */
export interface RunLock {
  /** Works while it has the lock; that of a run that has died is taken over. @throws RUN_IN_PROGRESS */
  hold<T>(work: () => Promise<T>): Promise<T>;
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

/** Files of the work tree, for a release. */
export interface Files {
  /** The bytes of a regular file. @throws UNREADABLE_FILE */
  read(path: string): Promise<Uint8Array>;
  /** Writes the new content beside the file and on the disk, with the file's mode. @throws WRITE_FAILED */
  stage(path: string, content: Uint8Array): Promise<void>;
  /** Lets what was staged take the place of the file, in one step. @throws WRITE_FAILED */
  put(path: string): Promise<void>;
  /** Removes what a run has staged and not put. @param run its id */
  sweep(paths: readonly string[], run: string): Promise<void>;
  /** Names what this run stages. */
  readonly run: string;
}

/** What a release needs of the outside, in the root of the repository. */
export interface ReleaseTools {
  readonly publisher: Publisher;
  readonly files: Files;
  readonly journal: JournalStore;
  readonly lock: RunLock;
}
