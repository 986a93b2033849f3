/** One finding of a gate. Lines and columns count from 1; null where there is no such place. */
export interface Problem {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** The id of the package; null where the finding belongs to none. */
  readonly package: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  /** What to do about it; never empty. */
  readonly hint: string;
}

/** A remark that changes no exit code; printed to standard error and in the envelope of `--json`. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}
