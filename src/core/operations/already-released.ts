import { RelctlError } from '../errors.js';
import { readTrailers, TRAILER } from '../plan/message.js';
import type { Plan, Release } from '../plan/plan.js';
import { parseStep, planMoves, withGroups } from '../plan/releases.js';
import { tagOf } from '../plan/tags.js';
import type { CommitInfo, HeadState, History, Publisher, Remote } from '../ports.js';
import type { ReleaseChoice } from '../release/command.js';
import { formatVersion } from '../versions/version.js';
import type { Warning } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';
import { type Choice, choosePackages } from './choose-packages.js';

/** A release commit with what it released. */
export interface Released {
  readonly commit: CommitInfo;
  readonly parent: string;
  readonly releases: readonly { readonly id: string; readonly version: string }[];
}

/** What a commit released by its trailers; null for any other commit. */
export function releaseOf(commit: CommitInfo): Released | null {
  const releases = readTrailers(commit.message);
  const [parent, ...others] = commit.parents;
  return releases.length === 0 || parent === undefined || others.length > 0
    ? null
    : { commit, parent, releases };
}

/**
 * The release that HEAD is, where the same request made it from HEAD's parent: nothing has been committed since, so
 * that the request is that of a run which was cut off, or is given twice.
 * @param at the packages at another commit, and what was chosen there
 */
export async function releasedAtHead(
  history: History,
  head: HeadState,
  request: Pick<ReleaseChoice, 'level' | 'pre'>,
  at: (commit: string) => Promise<{ workspace: Workspace; choice: Choice }>,
): Promise<{ released: Released; releases: readonly Release[] } | null> {
  const [commit] = await history.commits({ tip: head.commit, limit: 1 });
  if (commit === undefined || readTrailers(commit.message).length === 0) return null;
  if (commit.parents.length === 0 && (await history.repository()).shallow) {
    throw new RelctlError(
      'SHALLOW_CLONE',
      'HEAD is a release commit, and what it was made from is not here',
      {
        hint: 'Fetch one commit more: git fetch --deepen 1.',
      },
    );
  }
  const released = releaseOf(commit);
  if (released === null) return null;
  try {
    const { workspace, choice } = await at(released.parent);
    return describe(released, workspace, choice, request);
  } catch (error) {
    // What could not be asked for at the parent was not what made this commit.
    if (error instanceof RelctlError) return null;
    throw error;
  }
}

/** Null where the request would have made another release of the parent. */
function describe(
  released: Released,
  workspace: Workspace,
  choice: Choice,
  { level, pre }: Pick<ReleaseChoice, 'level' | 'pre'>,
): { released: Released; releases: readonly Release[] } | null {
  const versions = new Map(released.releases.map(({ id, version }) => [id, version]));
  const step = parseStep(level, pre);
  const chosen = withGroups(workspace.packages, choosePackages(workspace, choice));
  const moves = planMoves(workspace.packages, chosen, step);
  const isSame = moves.every(({ package: { id }, to }) => versions.get(id) === formatVersion(to));
  if (moves.length === 0 || !isSame) return null;
  const asked = new Map(moves.map(move => [move.package.id, move]));
  const releases = released.releases.map(({ id, version }): Release => {
    const move = asked.get(id);
    const each = workspace.byId.get(id);
    return {
      id,
      from: move === undefined ? (each?.version ?? version) : formatVersion(move.from),
      to: version,
      level: move?.level ?? 'patch',
      tag: move === undefined ? null : tagOf(move),
      reasons: move?.reasons ?? [],
    };
  });
  return { released, releases };
}

/**
 * The commit by which another run has made the very release of a plan on the remote: it follows the plan's parent, and
 * its trailers name the same packages at the same versions.
 * @param tip of the branch there; its objects are fetched where they are not here
 */
export async function releasedThere(
  history: History,
  publisher: Publisher,
  remote: Remote,
  plan: Plan,
  tip: string,
): Promise<Released | null> {
  if (plan.commit === null) return null;
  const { branch, parent } = plan.commit;
  await publisher.fetchObjects(remote, branch);
  if (!(await publisher.reaches(tip, parent))) return null;
  const commits = await history.commits({ tip, beyond: parent, trailer: TRAILER });
  const wanted = plan.releases
    .map(({ id, to }) => `${id} ${to}`)
    .sort()
    .join('\n');
  return (
    commits.map(releaseOf).find(
      released =>
        released?.parent === parent &&
        released.releases
          .map(({ id, version }) => `${id} ${version}`)
          .sort()
          .join('\n') === wanted,
    ) ?? null
  );
}

/** What is said where a release is completed, or found complete, instead of made. */
export function alreadyReleased({ releases }: Plan, how: string): Warning {
  const names = releases.map(({ id, to }) => `${id} ${to}`).join(', ');
  return { code: 'ALREADY_RELEASED', message: `released already, ${how}: ${names}` };
}
