/** What a release asks of the outside; see ports.ts. */

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

/** One reference to move. Null stands for a reference that is not there. */
export interface RefUpdate {
  /** The full name. */
  readonly ref: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface NewTag {
  readonly name: string;
  /** Null for a lightweight tag, which is the name of the commit and nothing more. */
  readonly message: string | null;
}

export interface CommitTag extends NewTag {
  readonly commit: string;
}

/** What of a release is signed, by git itself: with the key, the format and the program that it is configured with. */
export interface Signing {
  readonly commit: boolean;
  /** Annotated tags; a lightweight one holds no signature. */
  readonly tags: boolean;
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

/** Where a release is pushed to. */
export interface Remote {
  readonly name: string;
  /** Seconds without a word after which its silence counts as no answer. */
  readonly timeout: number;
}

/** With what git pushes over HTTP, where its configuration says so. */
export interface PushCredential {
  /** Null where there is none in it, and for other ways to push. */
  readonly token: string | null;
}

/** What a release does to a repository. */
export interface Publisher {
  headState(): Promise<HeadState>;
  /** Locks of git that stand in the way of moving the given references, or of any write. */
  gitLocks(refs: readonly string[]): Promise<readonly GitLock[]>;
  /** @throws NO_IDENTITY */
  requireIdentity(): Promise<void>;
  /** What git would sign here without being asked to: `commit.gpgSign`, `tag.gpgSign`, `tag.forceSignAnnotated`. */
  configuredSigning(): Promise<Signing>;
  /** Signs something and throws it away. It may ask for a passphrase. @throws SIGNING_FAILED */
  requireSigning(): Promise<void>;
  /** The remote's references by full name, tags as they are stored. @throws NO_REMOTE, REMOTE_AMBIGUOUS, REMOTE_UNREACHABLE */
  remoteRefs(remote: Remote): Promise<ReadonlyMap<string, string>>;
  /**
   * Asks the remote, without sending anything, whether it would let `object` become `ref` in an atomic push.
   * @throws REMOTE_NOT_ATOMIC, REMOTE_UNREACHABLE; what it would reject is left to the push
   */
  probePush(remote: Remote, object: string, ref: string): Promise<void>;
  /** Brings the objects of a remote's references here; no reference changes. @throws REMOTE_UNREACHABLE */
  fetchObjects(remote: Remote, refs: readonly string[]): Promise<void>;
  /** Whether `commit` is here and `descendant` reaches it. */
  reaches(descendant: string, commit: string): Promise<boolean>;
  /**
   * Whether any of the objects is a commit that reaches `commit`, and which of them are not here.
   * @param parent its only one
   */
  reachedBy(
    objects: readonly string[],
    commit: string,
    parent: string,
  ): Promise<{ readonly reached: boolean; readonly unknown: ReadonlySet<string> }>;
  /** The content of files at a commit, as git stores it. */
  storedFiles(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Writes blobs, a tree, a commit and annotated tags; no reference, index or file changes. @throws SIGNING_FAILED */
  buildRelease(
    parent: string,
    files: ReadonlyMap<string, Uint8Array>,
    message: string,
    tags: readonly NewTag[],
    signing: Signing,
  ): Promise<ReleaseObjects>;
  /** What tags of commits that are there point to: tag objects, or the commits. @throws SIGNING_FAILED */
  buildTags(tags: readonly CommitTag[], signing: Pick<Signing, 'tags'>): Promise<ReleaseObjects['tags']>;
  /** Where a branch of the remote was when this clone last heard of it; null where it never did. */
  lastSeen(remote: Remote, branch: string): Promise<string | null>;
  /** Branches and tags here, by full name. */
  localRefs(): Promise<ReadonlyMap<string, string>>;
  /** Whether `updateRefs` would go through, as far as git can tell beforehand. @throws what it does */
  tryRefs(updates: readonly RefUpdate[]): Promise<void>;
  /** All of them or none. @throws BRANCH_MOVED where one is not at `before`, REPOSITORY_LOCKED */
  updateRefs(updates: readonly RefUpdate[]): Promise<void>;
  /**
   * One atomic push by object id.
   * @returns `up-to-date` where the remote had all of it before
   * @throws REMOTE_REJECTED, REMOTE_NOT_ATOMIC, PUSH_REFUSED by the hook here, REMOTE_UNREACHABLE where its answer is
   *   not known
   */
  push(remote: Remote, refs: readonly PushedRef[]): Promise<'pushed' | 'up-to-date'>;
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
  /**
   * The lock of a run that has died is taken over.
   * @param onWait called once where another run has it, which is then waited for; null where nobody waits
   * @returns what gives it back @throws RUN_IN_PROGRESS
   */
  take(onWait: ((message: string) => void) | null): Promise<() => Promise<void>>;
}

/** Files of the work tree, for a release. */
export interface Files {
  /** The bytes of a regular file. @throws UNREADABLE_FILE */
  read(path: string): Promise<Uint8Array>;
  /** Writes the new content beside the file and on the disk, with the file's mode. @throws WRITE_FAILED */
  stage(path: string, content: Uint8Array): Promise<void>;
  /**
   * Lets what was staged take the place of the file, in one step.
   * @throws WRITE_FAILED, also where the file is not as it was read: it is then left alone
   */
  put(path: string): Promise<void>;
  /** Removes what a run has staged and not put. @param run its id */
  sweep(paths: readonly string[], run: string): Promise<void>;
  /** Names what this run stages. */
  readonly run: string;
  /** Goes on under the name of a run that died, so that what it staged and what is staged now is swept together. */
  takeOver(run: string): void;
}

/** What a release needs of the outside, in the root of the repository. */
export interface ReleaseTools {
  readonly publisher: Publisher;
  readonly files: Files;
  readonly journal: JournalStore;
  readonly lock: RunLock;
  /** What git's configuration holds; it never fails. */
  pushCredential(remote: Remote): Promise<PushCredential>;
}
