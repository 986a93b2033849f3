import type { Sha256 } from '../locks/lock.js';
import type { Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';

export interface CheckedTag {
  readonly name: string;
  /** Whether it was asked for; the tag of a build need not be that of a package. */
  readonly asked: boolean;
}

/** What the gate looks at. */
export interface Subject {
  readonly workspace: Workspace;
  /** The packages in question; rules about several packages speak where one of these is among them. */
  readonly packages: readonly Package[];
  /** A tag that must give the version that is there. */
  readonly tag: CheckedTag | null;
  /** The names of the tags that HEAD reaches. */
  readonly reachableTags: readonly string[];
  /** Null where no lock holds a hash. */
  readonly sha256: Sha256 | null;
  /** Whether the whole workspace is in question. */
  readonly whole: boolean;
}

export type Rule = (subject: Subject) => Problem[];
