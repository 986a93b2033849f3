import { RelctlError } from '../errors.js';
import type { Publisher, PushedRef, Remote } from '../ports.js';
import { type BuiltRelease, hasReference, missingPushes, targets } from '../release/references.js';

/**
 * The commit point of a release that is pushed: the branch and the first tags at once.
 * @param resumed the same objects may have been pushed before
 * @returns false where another run has published these very objects: the release is its own
 * @throws REMOTE_REJECTED, REMOTE_MOVED, REMOTE_NOT_ATOMIC, PUSH_REFUSED, REMOTE_UNREACHABLE where nothing was published;
 *   PARTLY_PUSHED and PUSH_UNKNOWN where something was, or may have been
 */
export async function publishRelease(
  release: BuiltRelease,
  publisher: Publisher,
  remote: Remote,
  resumed: boolean,
): Promise<boolean> {
  const [first = []] = missingPushes(release, new Map());
  const { branch, parent } = release.commit;
  const has: Presence = (there, each) => hasReference(release, there, each);
  const outcome = await pushOnce(publisher, remote, first, has, async (failure, there) => {
    const tip = there.get(branch);
    const hasMoved = tip !== undefined && !(await publisher.reaches(parent, tip));
    if (failure.code !== 'REMOTE_REJECTED' || !hasMoved) return failure;
    const message = `${branch} of ${remote.name} has moved meanwhile: ${failure.message}`;
    return new RelctlError('REMOTE_MOVED', message, { details: { branch, tip }, cause: failure });
  });
  return resumed || outcome === 'pushed' || outcome === 'lost';
}

/** Whether a remote has what a push was to bring. */
type Presence = (there: ReadonlyMap<string, string>, wanted: PushedRef) => boolean;

const exactly: Presence = (there, { ref, object }) => there.get(ref) === object;

/**
 * One push. One that failed may have arrived all the same: what the remote holds decides, not what was said.
 * @param explain what is thrown where nothing has arrived
 * @returns `lost` where it arrived and only the answer did not; `others` where the remote refused what it has
 */
async function pushOnce(
  publisher: Publisher,
  remote: Remote,
  refs: readonly PushedRef[],
  has: Presence,
  explain: (failure: RelctlError, there: ReadonlyMap<string, string>) => Promise<RelctlError>,
): Promise<'pushed' | 'up-to-date' | 'lost' | 'others'> {
  try {
    return await publisher.push(remote, refs);
  } catch (failure) {
    if (!(failure instanceof RelctlError)) throw failure;
    const there = await whatIsThere(publisher, remote, failure);
    const arrived = refs.filter(each => has(there, each));
    if (arrived.length === 0) throw await explain(failure, there);
    if (arrived.length < refs.length) throw partly(refs, arrived, failure);
    // What was not sent from here is another's.
    return failure.code === 'REMOTE_REJECTED' || failure.code === 'PUSH_REFUSED' ? 'others' : 'lost';
  }
}

async function whatIsThere(
  publisher: Publisher,
  remote: Remote,
  failure: RelctlError,
): Promise<ReadonlyMap<string, string>> {
  try {
    return await publisher.remoteRefs(remote);
  } catch {
    if (failure.code !== 'REMOTE_UNREACHABLE') throw failure;
    throw new RelctlError('PUSH_UNKNOWN', `what became of the push is not known: ${failure.message}`, {
      cause: failure,
    });
  }
}

/**
 * Pushes what the remote lacks of a published release, in the planned portions.
 * @throws PARTLY_PUSHED
 */
export async function pushRest(
  release: BuiltRelease,
  publisher: Publisher,
  remote: Remote,
  there: ReadonlyMap<string, string>,
  report: (step: string) => void,
): Promise<void> {
  const pushes = missingPushes(release, there);
  try {
    const done = release.plan.pushes.length - pushes.length;
    await pushPortions(pushes, publisher, remote, report, done);
  } catch (failure) {
    if (!(failure instanceof RelctlError) || failure.code === 'PARTLY_PUSHED') throw failure;
    throw partly(pushes.flat(), [], failure);
  }
}

/**
 * One push after the other.
 * @param done how many pushes of the same release came before
 * @throws what the first push does where it fails, since nothing is published then; PARTLY_PUSHED for a later one
 */
export async function pushPortions(
  pushes: readonly (readonly PushedRef[])[],
  publisher: Publisher,
  remote: Remote,
  report: (step: string) => void,
  done = 0,
): Promise<void> {
  for (const [index, refs] of pushes.entries()) {
    report(
      `pushing ${refs.map(({ ref }) => ref).join(' ')} (${done + index + 1} of ${done + pushes.length})`,
    );
    try {
      await pushOnce(publisher, remote, refs, exactly, async failure => failure);
    } catch (failure) {
      if (index === 0 || !(failure instanceof RelctlError)) throw failure;
      throw partly(pushes.slice(index).flat(), [], failure);
    }
  }
}

/** What the first push of a release brings to the remote. */
export function firstPush(release: BuiltRelease): Map<string, string> {
  const wanted = targets(release);
  const refs = release.plan.pushes[0]?.refs ?? [];
  return new Map(refs.map(ref => [ref, wanted.get(ref) as string]));
}

function partly(
  wanted: readonly PushedRef[],
  arrived: readonly PushedRef[],
  cause: RelctlError,
): RelctlError {
  const missing = wanted.filter(({ ref }) => !arrived.some(each => each.ref === ref)).map(({ ref }) => ref);
  return new RelctlError('PARTLY_PUSHED', `${missing.join(', ')} could not be pushed: ${cause.message}`, {
    details: { missing },
    cause,
  });
}
