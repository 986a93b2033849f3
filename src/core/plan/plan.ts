import type { ReleaseChoice } from '../release/command.js';
import type { Level } from '../versions/level.js';
import type { Problem } from '../workspace/problem.js';

/** A release run as plain data: computed from one commit and complete before the first write. */
export interface Plan {
  readonly status: 'planned' | 'applied' | 'noop' | 'resumed' | 'aborted';
  /** Dependencies before dependents. */
  readonly releases: readonly Release[];
  /** By file, then position. */
  readonly edits: readonly Edit[];
  /** Null where no commit is made. */
  readonly commit: PlannedCommit | null;
  readonly tags: readonly PlannedTag[];
  /** In order; empty where nothing leaves the machine. */
  readonly pushes: readonly { readonly refs: readonly string[] }[];
  /** The files of the workflows that each tag starts, in the order of the tags; empty where there are no workflows. */
  readonly starts: readonly { readonly tag: string; readonly workflows: readonly string[] }[];
  readonly problems: readonly Problem[];
  /** What the plan was computed from, for a saved one to be made again; null where nothing is released anew. */
  readonly basis: Basis | null;
}

export interface Basis {
  /** What was asked for. */
  readonly request: ReleaseChoice;
  /** The SHA-256 of the configuration with its defaults. */
  readonly config: string;
  /** Where the branch of the remote was, null where it had none; null as a whole where nothing is pushed. */
  readonly remote: { readonly name: string; readonly commit: string | null } | null;
}

export interface Release {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The step asked for; `exact` where a version was given. */
  readonly level: Level | 'exact';
  /** Null where no tag is made. */
  readonly tag: string | null;
  readonly reasons: readonly ReleaseReason[];
}

export type ReleaseReason =
  | { readonly kind: 'requested' }
  /** It differs from the base, with `--changed`. */
  | { readonly kind: 'changed' }
  /** Its group is released. */
  | { readonly kind: 'group'; readonly group: string }
  /** It needs a released package; with the specifiers where the old one did not admit the new version. */
  | {
      readonly kind: 'dependency';
      readonly package: string;
      readonly before: string | null;
      readonly after: string | null;
    };

/** Nothing is released. */
export const NOOP: Plan = {
  status: 'noop',
  releases: [],
  edits: [],
  commit: null,
  tags: [],
  pushes: [],
  starts: [],
  problems: [],
  basis: null,
};

/** The replacement of one value. Lines and columns count from 1, columns in UTF-16 units. */
export interface Edit {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly before: string;
  readonly after: string;
}

export interface PlannedCommit {
  readonly message: string;
  readonly parent: string;
  /** The full name, `refs/heads/…`. */
  readonly branch: string;
}

export interface PlannedTag {
  readonly name: string;
  /** Null for the tag of a group. */
  readonly package: string | null;
  /** Null for a lightweight tag. */
  readonly message: string | null;
}
