import { RelctlError } from '../errors.js';
import { readTrailers, TRAILER } from '../plan/message.js';
import type { Plan, Release } from '../plan/plan.js';
import type { CommitInfo, HeadState, History, Publisher, Remote } from '../ports.js';
import type { Warning } from '../workspace/problem.js';
import { type PlannedMoves, releasesOf } from './plan-edits.js';

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

/** The release that HEAD is by its trailers; null where it is none. @throws SHALLOW_CLONE where its parent is not here */
export async function headRelease(history: History, head: HeadState): Promise<Released | null> {
  const [commit] = await history.log({ tip: head.commit, limit: 1 });
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
  return releaseOf(commit);
}

/**
 * The release that HEAD is, where the same request makes it of HEAD's parent: nothing has been committed since, so
 * that the request is that of a run which was cut off, or is given twice.
 * @param plan what the request makes of another commit; null where that is nothing
 */
export async function releasedAtHead(
  history: History,
  head: HeadState,
  plan: (commit: string) => Promise<PlannedMoves | null>,
): Promise<{ released: Released; releases: readonly Release[] } | null> {
  const released = await headRelease(history, head);
  if (released === null) return null;
  try {
    const planned = await plan(released.parent);
    const releases = planned === null ? [] : releasesOf(planned);
    return sameReleases(releases, released) ? { released, releases } : null;
  } catch (error) {
    // What could not be asked for at the parent was not what made this commit.
    if (error instanceof RelctlError) return null;
    throw error;
  }
}

function sameReleases(releases: readonly Pick<Release, 'id' | 'to'>[], released: Released): boolean {
  const wanted = releases.map(({ id, to }) => `${id} ${to}`);
  const made = released.releases.map(({ id, version }) => `${id} ${version}`);
  return wanted.sort().join('\n') === made.sort().join('\n');
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
  await publisher.fetchObjects(remote, [branch]);
  if (!(await publisher.reaches(tip, parent))) return null;
  const commits = await history.log({ tip, beyond: parent, trailer: TRAILER });
  const isSame = (released: Released | null) =>
    released?.parent === parent && sameReleases(plan.releases, released);
  return commits.map(releaseOf).find(isSame) ?? null;
}

/** What is said where a release is completed, or found complete, instead of made. */
export function alreadyReleased({ releases }: Plan, how: string): Warning {
  const names = releases.map(({ id, to }) => `${id} ${to}`).join(', ');
  return { code: 'ALREADY_RELEASED', message: `released already, ${how}: ${names}` };
}
