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
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of an error, what it means, and what a user does next where nothing better is known. */
export type ErrorEntry = readonly [exit: ExitCode, meaning: string, hint: string];
