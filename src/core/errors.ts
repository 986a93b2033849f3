import { ENVIRONMENT_ERRORS } from './error-tables/environment.js';
import { REMOTE_ERRORS } from './error-tables/remote.js';
import { STATE_ERRORS } from './error-tables/state.js';
import { USAGE_ERRORS } from './error-tables/usage.js';
import type { ExitCode } from './exit-codes.js';

/**
 * Every error that relctl can report: its exit code, what it means, and what a user does next when the place
 * that threw it knows nothing better. `docs/errors.md` is generated from this table.
 */
export const ERRORS = {
  ...USAGE_ERRORS,
  ...STATE_ERRORS,
  ...REMOTE_ERRORS,
  ...ENVIRONMENT_ERRORS,
};

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
