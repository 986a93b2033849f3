import type { Dependents } from '../config/dependents.js';
import { RelctlError } from '../errors.js';
import { BUILD_KINDS, buildGraph, filterEdges } from '../graph/graph.js';
import { buildLevels } from '../graph/levels.js';
import type { Sha256 } from '../locks/lock.js';
import { spreadMoves } from '../plan/dependents.js';
import { looseRequirements } from '../plan/loose.js';
import { releaseMessage } from '../plan/message.js';
import type { Edit, Plan, ReleaseReason } from '../plan/plan.js';
import { planPushes } from '../plan/pushes.js';
import { placesOf, releaseEdits } from '../plan/release-edits.js';
import { type Move, parseStep, planMoves, requireIncrease, type Step, withGroups } from '../plan/releases.js';
import { planTags, tagOf } from '../plan/tags.js';
import { staleToolCopies } from '../plan/tool-copies.js';
import type { History, Publisher, TagRef } from '../ports.js';
import type { PreLevel } from '../versions/level.js';
import { compareVersions, formatVersion } from '../versions/version.js';
import type { Package, VersionPlace } from '../workspace/package.js';
import type { Workspace } from '../workspace/workspace.js';
import { loadEngines } from './load-engines.js';
import { requireCleanHead, requireFreeTags, requireReadyRemote, requireTracked } from './preflight.js';

export interface BumpRequest {
  /** A level or a version, as it was typed. */
  readonly level: string;
  readonly pre: PreLevel | null;
  /** The packages to release, with the reason for each. */
  readonly chosen: ReadonlyMap<string, readonly ReleaseReason[]>;
  readonly dependents: Dependents;
  readonly sha256: Sha256;
  readonly commit: boolean;
  readonly tag: boolean;
  readonly push: boolean;
}

const NOOP: Plan = {
  status: 'noop',
  releases: [],
  edits: [],
  commit: null,
  tags: [],
  pushes: [],
  starts: [],
  problems: [],
};

/**
 * The whole release as data. Everything that could keep it from being carried out is looked at here, so that
 * a plan which is given is one that can be applied.
 * @throws whatever stands in the way: see the functions of core/plan and preflight.ts
 */
export async function makePlan(
  history: History,
  publisher: Publisher,
  workspace: Workspace,
  request: BumpRequest,
): Promise<Plan> {
  const { config, packages } = workspace;
  if (config.bump.sign)
    throw new RelctlError('UNSUPPORTED', `${config.file}: bump.sign: signed releases are not made yet`);
  const step = parseStep(request.level, request.pre);
  const chosen = withGroups(packages, request.chosen);
  const [head, existing] = await Promise.all([publisher.headState(), history.tags()]);
  const asked = planMoves(packages, chosen, step).filter(move => !isDone(move, step, existing));
  if (asked.length === 0) return NOOP;
  for (const move of asked) requireIncrease(move, step);
  workspace.lookup.wantedEngines.add('requirements');
  await loadEngines(workspace.lookup);
  const loose = looseRequirements(workspace);
  const spread = spreadMoves(packages, loose, asked, request.dependents, workspace.lookup);
  const moves = inBuildOrder(workspace, spread.moves);
  requireOwnVersions(packages, moves);
  requireTold(workspace, moves);

  const { edits, problems } = releaseEdits(workspace, moves, spread.rewrites, request.sha256);
  const tags = request.commit && request.tag ? planTags(moves) : [];
  const names = tags.map(({ name }) => name);
  requireFreeTags(names, existing);
  if (request.commit) requireTracked((await history.workTree()).untracked, filesOf(edits));
  const branch = request.commit ? await requireCleanHead(publisher, head, filesOf(edits)) : null;
  if (branch !== null && request.push)
    await requireReadyRemote(publisher, config.push.remote, branch, head.commit, names);
  return {
    status: 'planned',
    releases: moves.map(move => ({
      id: move.package.id,
      from: formatVersion(move.from),
      to: formatVersion(move.to),
      level: move.level,
      tag: tags.length === 0 ? null : tagOf(move),
      reasons: move.reasons,
    })),
    edits,
    commit:
      branch === null
        ? null
        : { message: releaseMessage(config.bump.message, moves), parent: head.commit, branch },
    tags,
    pushes: branch !== null && request.push ? planPushes(branch, names, config.push.tagsPerPush) : [],
    starts: [],
    problems: [...spread.problems, ...staleToolCopies(moves), ...problems],
  };
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

/** The files that a plan edits, each once. */
export function filesOf(edits: readonly Edit[]): string[] {
  return [...new Set(edits.map(({ file }) => file))];
}
