import type { Sha256 } from '../locks/lock.js';
import type { Package, VersionPlace } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';
import { sortEdits } from './apply-edits.js';
import type { Rewrite } from './dependents.js';
import { planEdit } from './edits.js';
import { planLockEdits } from './lock-edits.js';
import type { Edit } from './plan.js';
import type { Move } from './releases.js';
import { planRequirementEdit } from './requirement-edits.js';

/** All places where a package keeps its version. */
export function placesOf({ source, mirrors }: Package): VersionPlace[] {
  return source.file === null ? [] : [source, ...mirrors];
}

/**
 * Every edit of a release: versions, requirements, and the locks that hold either; with the locks that it leaves out
 * of date. @throws EDIT_IMPOSSIBLE
 */
export function releaseEdits(
  workspace: Workspace,
  moves: readonly Move[],
  rewrites: readonly Rewrite[],
  sha256: Sha256,
): { edits: Edit[]; problems: Problem[] } {
  const { lookup } = workspace;
  const versions = moves.flatMap(({ package: each, to }) =>
    placesOf(each).map(place => planEdit(lookup.text(place.file) ?? '', place, to)),
  );
  const requirements = rewrites.map(rewrite => planRequirementEdit(lookup, rewrite));
  const edits = sortEdits([...versions, ...requirements]).filter(({ before, after }) => before !== after);
  const subjects = moves.map(move => ({ package: move.package, version: move.to }));
  const locks = planLockEdits(workspace, subjects, rewrites, edits, sha256);
  return { edits: sortEdits([...edits, ...locks.edits]), problems: locks.problems };
}
