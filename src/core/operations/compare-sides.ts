import { RelctlError } from '../errors.js';
import { lacksHistory } from '../history/missing.js';
import type { HeadCommit, History, Side, Sides } from '../ports.js';

/** The head, and the commits that it is compared with, whose differences are united. */
export interface Compared {
  readonly head: HeadCommit;
  /** How the base is called, and its commit; null where there is no single one. */
  readonly ref: string | null;
  readonly commit: string | null;
  readonly bases: readonly string[];
}

/**
 * A base and the head by all their merge bases. In a shallow clone git names too few, or wrong ones, without a warning.
 * They are complete when no commit at which history is cut off lies between them and the two sides.
 * @throws SHALLOW_CLONE, NO_MERGE_BASE
 */
export async function compareSides(
  history: History,
  sides: Sides,
  { commit, mergeBases }: Side,
  ref: string,
): Promise<Compared> {
  const head = requireHead(sides, 'HEAD');
  if (sides.shallow) {
    // Whether one of several is an ancestor of another may be hidden anywhere behind them.
    const { cuts } = await history.commits([commit, head.commit], mergeBases.length === 1 ? mergeBases : []);
    if (cuts.length > 0) {
      throw lacksHistory(
        'this shallow clone does not reach back to where the two sides part',
        { kind: 'before', commits: cuts, depth: null },
        true,
      );
    }
  }
  if (mergeBases.length === 0)
    throw new RelctlError('NO_MERGE_BASE', 'the base and the head have no common ancestor');
  return { head, ref, commit, bases: mergeBases };
}

/** @throws NO_COMMIT, UNKNOWN_REVISION; SHALLOW_CLONE where it may be among what is cut off */
export function requireHead({ head, shallow }: Sides, revision: string): HeadCommit {
  if (head !== null) return head;
  if (revision === 'HEAD') throw new RelctlError('NO_COMMIT', 'the repository has no commit yet');
  if (shallow)
    throw lacksHistory(`${revision} is not in this shallow clone`, { kind: 'revision', revision }, true);
  throw new RelctlError('UNKNOWN_REVISION', `there is no commit ${JSON.stringify(revision)} here`, {
    details: { revision },
  });
}

/** Revisions go to git as arguments: none of them may be an option, a range or an exclusion. */
export function requireRevision(revision: string): void {
  if (revision !== '' && !/^[-^]|\.\.|[\s\0]/.test(revision)) return;
  throw new RelctlError('UNKNOWN_REVISION', `${JSON.stringify(revision)} is no revision`, {
    hint: 'Name one branch, tag or commit.',
    details: { revision },
  });
}
