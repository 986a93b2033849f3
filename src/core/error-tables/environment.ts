import { type ErrorEntry, EXIT } from '../exit-codes.js';

/** What the machine refuses, interruptions, and bugs. */
export const ENVIRONMENT_ERRORS = {
  UNREADABLE_FILE: [EXIT.environment, 'A file cannot be read.', 'Check the permissions of the file.'],
  WRITE_FAILED: [EXIT.environment, 'A file cannot be written.', 'Check permissions and free space.'],
  GIT_MISSING: [
    EXIT.environment,
    'Git cannot be started.',
    'Install git 2.31 or later and make sure that it is in PATH.',
  ],
  GIT_FAILED: [EXIT.environment, 'Git failed.', 'Read what git says in the message.'],
  INTERRUPTED: [
    EXIT.interrupted,
    'The command was interrupted.',
    'Run the same command again: it starts anew or completes what was begun.',
  ],
  TERMINATED: [
    EXIT.terminated,
    'The command was terminated.',
    'Run the same command again: it starts anew or completes what was begun.',
  ],
  BUG: [EXIT.bug, 'relctl itself is at fault.', 'Please report it with the command and the text above.'],
} as const satisfies Record<string, ErrorEntry>;
