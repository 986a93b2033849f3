import type { Dependents } from '../config/dependents.js';
import { RelctlError } from '../errors.js';
import { BUILD_KINDS, buildGraph, filterEdges } from '../graph/graph.js';
import { buildLevels } from '../graph/levels.js';
import type { Sha256 } from '../locks/lock.js';
import { spreadMoves } from '../plan/dependents.js';
import { looseRequirements } from '../plan/loose.js';
import type { Edit, PlannedTag, Release, ReleaseReason } from '../plan/plan.js';
import { placesOf, releaseEdits } from '../plan/release-edits.js';
import { type Move, parseStep, planMoves, requireIncrease, type Step, withGroups } from '../plan/releases.js';
import { planTags, tagOf } from '../plan/tags.js';
import { staleToolCopies } from '../plan/tool-copies.js';
import type { Signing, TagRef } from '../ports.js';
import type { ReleaseChoice } from '../release/command.js';
import { compareVersions, formatVersion, type Version } from '../versions/version.js';
import type { Package, VersionPlace } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';
import { loadEngines } from './load-engines.js';

export interface BumpRequest
  extends Pick<ReleaseChoice, 'level' | 'pre' | 'commit' | 'tag' | 'push' | 'allowIdleTags'> {
  /** As it was asked for. */
  readonly asked: ReleaseChoice;
  /** The packages to release, with the reason for each. */
  readonly chosen: ReadonlyMap<string, readonly ReleaseReason[]>;
  readonly dependents: Dependents;
  readonly sha256: Sha256;
  readonly signing: Signing;
}

/** What a release changes, without where it is put. */
export interface PlannedMoves {
  readonly moves: readonly Move[];
  readonly edits: readonly Edit[];
  readonly problems: readonly Problem[];
  readonly newTags: readonly PlannedTag[];
}

/**
 * The moves of a release, everything they change, and their tags.
 * @returns null where there is nothing to release
 * @throws whatever keeps it from being planned: see the functions of core/plan
 */
export async function planEdits(
  workspace: Workspace,
  request: BumpRequest,
  existing: readonly TagRef[],
): Promise<PlannedMoves | null> {
  const { packages } = workspace;
  const step = parseStep(request.level, request.pre);
  const chosen = withGroups(packages, request.chosen);
  const asked = planMoves(packages, chosen, step).filter(move => !isDone(move, step, existing));
  if (asked.length === 0) return null;
  for (const move of asked) requireIncrease(move, step);
  return editsOf(workspace, asked, request);
}

/**
 * The same for a release of which every version is known, with all its tags.
 * @param versions by id
 * @returns null where it would release further packages
 * @throws whatever keeps it from being planned
 */
export async function exactEdits(
  workspace: Workspace,
  versions: ReadonlyMap<string, Version>,
  dependents: Dependents,
  sha256: Sha256,
): Promise<PlannedMoves | null> {
  const { packages, byId } = workspace;
  if ([...versions.keys()].some(id => !byId.has(id))) return null;
  const asked = [...versions].flatMap(([id, version]) => {
    const step: Step = { kind: 'exact', version };
    const moves = planMoves(packages, new Map([[id, []]]), step);
    for (const move of moves) requireIncrease(move, step);
    return moves;
  });
  const planned = await editsOf(workspace, asked, { dependents, sha256, commit: true, tag: true });
  return planned.moves.length === asked.length ? planned : null;
}

async function editsOf(
  workspace: Workspace,
  asked: readonly Move[],
  request: Pick<BumpRequest, 'dependents' | 'sha256' | 'commit' | 'tag'>,
): Promise<PlannedMoves> {
  const { packages } = workspace;
  workspace.lookup.wantedEngines.add('requirements');
  await loadEngines(workspace.lookup);
  const loose = looseRequirements(workspace);
  const spread = spreadMoves(packages, loose, asked, request.dependents, workspace.lookup);
  const moves = inBuildOrder(workspace, spread.moves);
  requireOwnVersions(packages, moves);
  requireTold(workspace, moves);
  const { edits, problems } = releaseEdits(workspace, moves, spread.rewrites, request.sha256);
  return {
    moves,
    edits,
    problems: [...spread.problems, ...staleToolCopies(moves), ...problems],
    newTags: request.commit && request.tag ? planTags(moves, workspace.config.bump.tags) : [],
  };
}

/** The moves as a plan tells them. */
export function releasesOf({ moves, newTags }: Pick<PlannedMoves, 'moves' | 'newTags'>): Release[] {
  return moves.map(move => ({
    id: move.package.id,
    from: formatVersion(move.from),
    to: formatVersion(move.to),
    level: move.level,
    tag: newTags.length === 0 ? null : tagOf(move),
    reasons: move.reasons,
  }));
}

/** Asked for the version that a package has, and that is tagged: there is nothing to do. */
function isDone(move: Move, step: Step, existing: readonly TagRef[]): boolean {
  if (step.kind !== 'exact' || compareVersions(move.from, move.to) !== 0) return false;
  if (existing.some(({ name }) => name === tagOf(move))) return true;
  const { id } = move.package;
  throw new RelctlError(
    'NOT_INCREASING',
    `${id} is at ${formatVersion(move.to)} already, without the tag ${tagOf(move)}`,
    {
      hint: `Make the tag with relctl tag --package ${id}.`,
    },
  );
}

function inBuildOrder({ packages }: Workspace, moves: readonly Move[]): Move[] {
  const order = buildLevels(filterEdges(buildGraph(packages), BUILD_KINDS)).flat();
  const rank = new Map(order.map((id, index) => [id, index]));
  return [...moves].sort((a, b) => (rank.get(a.package.id) ?? 0) - (rank.get(b.package.id) ?? 0));
}

/** A file that two packages take their version from moves both. @throws SHARED_VERSION */
function requireOwnVersions(packages: readonly Package[], moves: readonly Move[]): void {
  const released = new Set(moves.map(({ package: { id } }) => id));
  const key = ({ file, line }: VersionPlace) => `${file}:${line}`;
  const places = new Map(
    moves.flatMap(({ package: each }) => placesOf(each).map(place => [key(place), each.id])),
  );
  for (const each of packages) {
    if (released.has(each.id)) continue;
    const shared = placesOf(each).find(place => places.has(key(place)));
    if (shared === undefined) continue;
    throw new RelctlError(
      'SHARED_VERSION',
      `${key(shared)} is the version of ${places.get(key(shared))} and of ${each.id}`,
      {
        hint: `Release them together: add --package ${each.id}.`,
      },
    );
  }
}

/** What a release cannot edit is not passed over in silence. @throws CONFIG_INVALID, EDIT_IMPOSSIBLE */
function requireTold({ config }: Workspace, moves: readonly Move[]): void {
  for (const { package: each } of moves) {
    const [fault] = each.placeFaults;
    if (fault === undefined) continue;
    const { configured, file, line, message, hint } = fault;
    const options = { hint, details: { package: each.id, file, line } };
    if (!configured) throw new RelctlError('EDIT_IMPOSSIBLE', message, options);
    const setting = `${config.file}: package.${each.id}.version-files`;
    throw new RelctlError('CONFIG_INVALID', `${setting}: ${message}`, options);
  }
}
