/** What each exit code means; there are no others. */
export const EXIT = {
  done: 0,
  problems: 1,
  usage: 2,
  state: 3,
  remote: 4,
  partial: 5,
  environment: 6,
  bug: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * Every error that relctl can report: its exit code, what it means, and what a user does next when the place
 * that threw it knows nothing better. `docs/errors.md` is generated from this table.
 */
export const ERRORS = {
  USAGE: [EXIT.usage, 'The command line is wrong.', 'Run the command with --help to see what it takes.'],
  UNKNOWN_PACKAGE: [
    EXIT.usage,
    'A selector names no package.',
    'Run `relctl list` to see every id, name and path.',
  ],
  AMBIGUOUS_PACKAGE: [
    EXIT.usage,
    'A selector names more than one package.',
    'Name the package by its path; `relctl list` shows it.',
  ],
  UNKNOWN_GROUP: [
    EXIT.usage,
    'There is no such group.',
    'Groups are the [group.<name>] tables of the configuration.',
  ],
  NOTHING_SELECTED: [
    EXIT.usage,
    'The command was not told which packages to act on.',
    'Add --package ID, or --all.',
  ],
  UNKNOWN_LEVEL: [
    EXIT.usage,
    'The level is neither a step nor a version.',
    'Use major, minor, patch, stable, a, b, rc, post or dev, or a version such as 1.4.0.',
  ],
  INVALID_VERSION: [
    EXIT.usage,
    'A version is not a PEP 440 version.',
    'Write it as 1.2.3, 1.2.3rc1, 1.2.3.post1 or 1.2.3.dev1.',
  ],
  NOT_INCREASING: [
    EXIT.usage,
    'The new version is not greater than the present one.',
    'Ask for a level that raises the version.',
  ],
  SHARED_VERSION: [
    EXIT.usage,
    'A version would change that a package outside of the release shares.',
    'Release the packages together.',
  ],
  UNSUPPORTED: [EXIT.usage, 'The configuration asks for what relctl does not do.', 'Take the setting out.'],
  NOT_A_REPOSITORY: [
    EXIT.usage,
    'The folder is in no git work tree.',
    'Run relctl inside a clone, or name one with -C DIR.',
  ],
  UNKNOWN_REVISION: [EXIT.usage, 'A revision does not exist here.', 'Check the spelling, or fetch it first.'],
  NO_BASE: [
    EXIT.usage,
    'There is nothing to compare with.',
    'Name a base with --base REF, or set `base` in relctl.toml.',
  ],
  CONFIG_INVALID: [EXIT.usage, 'The configuration is not valid.', 'See docs/configuration.md for every key.'],
  CONFIG_NOT_FOUND: [
    EXIT.usage,
    'The file given with --config cannot be read.',
    'Check the path given with --config.',
  ],
  NO_COMMIT: [
    EXIT.state,
    'The repository has no commit yet.',
    'Make a first commit, then run the command again.',
  ],
  SHALLOW_CLONE: [
    EXIT.state,
    'The clone is too shallow to prove the answer.',
    'Fetch the missing history: git fetch --unshallow.',
  ],
  NO_MERGE_BASE: [
    EXIT.state,
    'The two sides have no common ancestor.',
    'Name a base that shares history with the head.',
  ],
  DETACHED_HEAD: [
    EXIT.state,
    'HEAD is on no branch.',
    'Check out the branch to release from: git switch BRANCH.',
  ],
  OPERATION_IN_PROGRESS: [
    EXIT.state,
    'A merge, rebase or similar is under way.',
    'Finish or abort it first; `git status` shows how.',
  ],
  DIRTY_FILE: [
    EXIT.state,
    'A file that the plan edits has uncommitted changes.',
    'Commit or stash the change first.',
  ],
  TAG_TAKEN: [EXIT.state, 'A tag of the plan exists already.', 'Release a higher version.'],
  SOURCES_DISAGREE: [
    EXIT.state,
    'The places that hold a version do not agree.',
    '`relctl verify-versions --fix` writes the version of the source where another place lags behind it.',
  ],
  MANIFEST_BROKEN: [EXIT.state, 'A manifest cannot be read.', 'Mend the file, then run the command again.'],
  VERSION_UNREADABLE: [
    EXIT.state,
    'The present version of a package is no version.',
    'Write a PEP 440 version there first.',
  ],
  NOT_BUMPABLE: [
    EXIT.state,
    'The version of a package is written in no file that can be edited.',
    'Release it by its tag.',
  ],
  EDIT_IMPOSSIBLE: [
    EXIT.state,
    'An edit of the plan cannot be carried out.',
    'Look at the named file and line.',
  ],
  REQUIREMENT_FIXED: [
    EXIT.state,
    'A requirement does not admit a new version and cannot be rewritten.',
    'Change the requirement by hand first, or leave dependents alone with --dependents none.',
  ],
  NO_IDENTITY: [
    EXIT.state,
    'Git does not know who commits.',
    'Set user.name and user.email: git config user.name "…" && git config user.email "…".',
  ],
  NO_REMOTE: [EXIT.state, 'There is no such remote.', 'Add it with git remote add, or set [push] remote.'],
  REPOSITORY_REFUSED: [
    EXIT.state,
    'Git refuses to work in this repository.',
    'Follow what git says in the message.',
  ],
  TAG_INVALID: [
    EXIT.usage,
    'A tag template gives a name that git does not allow.',
    'Change the template of `tag`.',
  ],
  REMOTE_REJECTED: [
    EXIT.remote,
    'The remote did not accept the push; nothing was published.',
    'Read what the remote says.',
  ],
  REMOTE_MOVED: [
    EXIT.remote,
    'The branch of the remote is not where the release starts from.',
    'Run git pull, then release again.',
  ],
  REMOTE_UNREACHABLE: [
    EXIT.remote,
    'The remote cannot be reached; nothing was published.',
    'Check the network and the access rights.',
  ],
  PARTLY_PUSHED: [
    EXIT.partial,
    'The release is only partly published.',
    'Run relctl tag --push to complete it.',
  ],
  PARTLY_WRITTEN: [
    EXIT.partial,
    'The release is made, but not every file could be written.',
    'Run git status, then git restore the named files.',
  ],
  UNREADABLE_FILE: [EXIT.environment, 'A file cannot be read.', 'Check the permissions of the file.'],
  WRITE_FAILED: [EXIT.environment, 'A file cannot be written.', 'Check permissions and free space.'],
  GIT_MISSING: [
    EXIT.environment,
    'Git cannot be started.',
    'Install git 2.31 or later and make sure that it is in PATH.',
  ],
  GIT_FAILED: [EXIT.environment, 'Git failed.', 'Read what git says in the message.'],
  BUG: [EXIT.bug, 'relctl itself is at fault.', 'Please report it with the command and the text above.'],
} as const satisfies Record<string, readonly [ExitCode, string, string]>;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorOptions {
  /** What the user does next; the table's own hint where none is given. */
  readonly hint?: string;
  /** Plain data for programs, printed with `--json`. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An expected failure: thrown where it is found, printed once at the edge, never with a stack. */
export class RelctlError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'RelctlError';
    this.code = code;
    this.hint = options.hint ?? ERRORS[code][2];
    this.details = options.details ?? {};
  }

  get exit(): ExitCode {
    return ERRORS[this.code][0];
  }
}
