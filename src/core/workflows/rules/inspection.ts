import type { Package } from '../../workspace/package.js';
import type { PathIndex } from '../../workspace/path-index.js';
import type { Problem } from '../../workspace/problem.js';
import type { Push } from '../push.js';
import type { StartedWorkflow } from '../starts.js';
import type { Workflow } from '../workflow.js';
import type { Place } from '../yaml-node.js';

/** A reference in question, with the workflows at its commit and those that its push starts. */
export interface ExaminedRef {
  readonly push: Push;
  /** The packages that it is a tag of; several for the tag of a group. */
  readonly packages: readonly Package[];
  readonly workflows: readonly Workflow[];
  readonly started: readonly StartedWorkflow[];
}

/** The whole repository at one commit. */
export interface Inspection {
  readonly workflows: readonly Workflow[];
  /** The texts of the workflow files, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly packages: readonly Package[];
  /** The next tag of every package. */
  readonly tags: readonly ExaminedRef[];
  /** Those packages that have had pre-releases, as far as that was asked for. */
  readonly preReleased: ReadonlySet<Package>;
  /** The tracked files. */
  readonly index: PathIndex;
}

/** A finding about one reference. */
export type RefRule = (ref: ExaminedRef) => Problem[];
/** A finding about the whole repository. */
export type RepositoryRule = (inspection: Inspection) => Problem[];

/** What a finding says, with the defaults of most. */
export interface Finding {
  readonly rule: string;
  readonly severity: Problem['severity'];
  readonly message: string;
  readonly hint: string;
  readonly package?: string | null;
}

/** A problem at a place of a workflow file; without one it belongs to no file. */
export function problem(
  workflow: Pick<Workflow, 'file'> | null,
  place: Place | null,
  finding: Finding,
): Problem {
  return {
    rule: finding.rule,
    severity: finding.severity,
    package: finding.package ?? null,
    file: workflow?.file ?? null,
    line: workflow === null ? null : (place?.line ?? null),
    column: workflow === null ? null : (place?.column ?? null),
    message: finding.message,
    hint: finding.hint,
  };
}

/** The id of the one package of a tag; null for groups and tags that belong to none. */
export function packageOf({ packages }: Pick<ExaminedRef, 'packages'>): string | null {
  return packages.length === 1 ? (packages[0]?.id ?? null) : null;
}
