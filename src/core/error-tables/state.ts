import { type ErrorEntry, EXIT } from '../exit-codes.js';

/** What the state of the local repository forbids; nothing has changed. */
export const STATE_ERRORS = {
  NO_COMMIT: [
    EXIT.state,
    'The repository has no commit yet.',
    'Make a first commit, then run the command again.',
  ],
  SHALLOW_CLONE: [
    EXIT.state,
    'The clone lacks history that the answer needs.',
    'Fetch the missing history: relctl changed --deepen, or git fetch --unshallow.',
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
  REPOSITORY_LOCKED: [
    EXIT.state,
    'A lock file of git stands in the way; git leaves one behind where it is killed.',
    'Wait for the git command that holds it; where none runs any more, remove the named file.',
  ],
  RUN_IN_PROGRESS: [
    EXIT.state,
    'Another relctl is making a release in this clone.',
    'Wait until it has finished, then run the command again.',
  ],
  RELEASE_UNFINISHED: [
    EXIT.state,
    'An interrupted release is waiting to be completed.',
    'Run the same command again to complete it, or give it up with relctl bump --abort.',
  ],
  JOURNAL_BROKEN: [
    EXIT.state,
    'The record of an interrupted release cannot be trusted.',
    'Look at `git log` and `git ls-remote`, then remove the named file; relctl tag --push makes missing tags.',
  ],
  BRANCH_MOVED: [
    EXIT.state,
    'A branch or tag here moved while the release was made.',
    'Run the command again.',
  ],
  PLAN_STALE: [
    EXIT.state,
    'A saved plan is not what relctl makes of the repository now.',
    'Make a new plan with --dry-run --json.',
  ],
  NOTHING_TO_ABORT: [
    EXIT.state,
    'There is no unpublished release to give up.',
    'See `git log` for what HEAD is.',
  ],
  RELEASE_PUBLISHED: [
    EXIT.state,
    'A release that is published cannot be given up.',
    'Run the same command again to complete it, or release a higher version.',
  ],
  VERSION_BEHIND_TAG: [
    EXIT.state,
    'A package has a tag with a version that is not lower than the new one.',
    'Release a higher version, or correct the version in the files first.',
  ],
  DIRTY_FILE: [
    EXIT.state,
    'A file that the plan edits has uncommitted changes.',
    'Commit or stash the change first.',
  ],
  NOT_CHECKED_OUT: [
    EXIT.state,
    'A file that the plan edits is left out by a sparse checkout.',
    'Check it out with git sparse-checkout add FOLDER.',
  ],
  TAG_TAKEN: [EXIT.state, 'A tag of the plan exists already.', 'Release a higher version.'],
  IDLE_TAG: [
    EXIT.state,
    'A tag that is to be pushed starts no workflow, though tags are what the repository publishes from.',
    'Change the template of `tag` or the `tags` of the workflow so that they agree, or push nevertheless with --allow-idle-tags.',
  ],
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
  SIGNING_FAILED: [
    EXIT.state,
    'Git cannot sign the release.',
    'Set user.signingKey, gpg.format and gpg.program until `git commit -S` works (gpg in a terminal also needs GPG_TTY), or release with --no-sign.',
  ],
  NO_REMOTE: [EXIT.state, 'There is no such remote.', 'Add it with git remote add, or set [push] remote.'],
  REMOTE_AMBIGUOUS: [
    EXIT.state,
    'A remote pushes to several places, which no push can do as one.',
    'Keep one push URL for it, or set [push] remote to another remote.',
  ],
  REPOSITORY_REFUSED: [
    EXIT.state,
    'Git refuses to work in this repository.',
    'Follow what git says in the message.',
  ],
} as const satisfies Record<string, ErrorEntry>;
