import { RelctlError } from '../errors.js';
import type { Sha256 } from '../locks/lock.js';
import type { Lookup } from '../workspace/lookup.js';
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
 * of date. @throws EDIT_IMPOSSIBLE, SHARED_VERSION
 */
export function releaseEdits(
  workspace: Workspace,
  moves: readonly Move[],
  rewrites: readonly Rewrite[],
  sha256: Sha256,
): { edits: Edit[]; problems: Problem[] } {
  const { lookup } = workspace;
  const versions = versionEdits(lookup, moves);
  const requirements = rewrites.map(rewrite => planRequirementEdit(lookup, rewrite));
  const edits = sortEdits([...versions, ...requirements]).filter(({ before, after }) => before !== after);
  const subjects = moves.map(move => ({ package: move.package, version: move.to }));
  const locks = planLockEdits(workspace, subjects, rewrites, edits, sha256);
  return { edits: sortEdits([...edits, ...locks.edits]), problems: locks.problems };
}

/** A place can be of several packages, as long as all of them get one version. @throws EDIT_IMPOSSIBLE, SHARED_VERSION */
function versionEdits(lookup: Lookup, moves: readonly Move[]): Edit[] {
  const known = new Map<string, { readonly id: string; readonly after: string }>();
  return moves.flatMap(({ package: each, to }) =>
    placesOf(each).map(place => {
      const edit = planEdit(lookup.text(place.file) ?? '', place, to);
      const key = `${edit.file}:${edit.line}:${edit.column}`;
      const other = known.get(key);
      if (other !== undefined && other.after !== edit.after) throw isShared(edit, other.id, each.id);
      known.set(key, { id: each.id, after: edit.after });
      return edit;
    }),
  );
}

function isShared({ file, line }: Edit, first: string, second: string): RelctlError {
  return new RelctlError(
    'SHARED_VERSION',
    `${file}:${line} is the version of ${first} and of ${second}, which would get different ones`,
    {
      hint: 'Make them a group of the configuration, or give them places of their own.',
      details: { file, line },
    },
  );
}
