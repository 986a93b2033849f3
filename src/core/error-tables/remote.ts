import { type ErrorEntry, EXIT } from '../exit-codes.js';

/** What a remote refuses, and what is left half done. */
export const REMOTE_ERRORS = {
  REMOTE_REJECTED: [
    EXIT.remote,
    'The remote did not accept the push; nothing was published.',
    'Read what the remote says.',
  ],
  PUSH_REFUSED: [
    EXIT.remote,
    'The hook pre-push of this clone refused the push; nothing was published.',
    'Read what the hook says; see .git/hooks/pre-push, or the folder that core.hooksPath names.',
  ],
  REMOTE_NOT_ATOMIC: [
    EXIT.remote,
    'The remote takes no atomic pushes, and without one a release could be left half done.',
    'Have receive.advertiseAtomic switched on there, or release without --push and push by hand.',
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
    'Run the same command again to complete it.',
  ],
  PUSH_UNKNOWN: [
    EXIT.partial,
    'The push was sent, and the remote does not say what became of it.',
    'Run the same command again once the remote can be reached: it completes the same release.',
  ],
  PARTLY_WRITTEN: [
    EXIT.partial,
    'The release is made, but not every file could be written.',
    'Run the same command again to complete it.',
  ],
} as const satisfies Record<string, ErrorEntry>;
