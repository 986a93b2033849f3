import type { Plan, PlannedCommit } from '../plan/plan.js';
import type { PushedRef, RefUpdate, ReleaseObjects } from '../ports.js';

/** A planned release whose objects are there. */
export interface BuiltRelease {
  readonly plan: Plan;
  readonly commit: PlannedCommit;
  readonly objects: ReleaseObjects;
}

export const tagRef = (name: string): string => `refs/tags/${name}`;

/** What each reference of the release is to point to: the branch, then the tags in their order. */
export function targets({ commit, objects }: BuiltRelease): Map<string, string> {
  return new Map([
    [commit.branch, objects.commit],
    ...objects.tags.map(({ name, object }): [string, string] => [tagRef(name), object]),
  ]);
}

/**
 * The planned pushes with their objects, without what the remote has already: a tag that another run made for the same
 * commit is as good as ours.
 */
export function missingPushes(release: BuiltRelease, remote: ReadonlyMap<string, string>): PushedRef[][] {
  const wanted = targets(release);
  const isThere = (ref: string, object: string) => hasReference(release, remote, { ref, object });
  return release.plan.pushes
    .map(({ refs }) =>
      refs.flatMap(ref => {
        const object = wanted.get(ref);
        return object === undefined || isThere(ref, object) ? [] : [{ ref, object }];
      }),
    )
    .filter(refs => refs.length > 0);
}

/** Whether a remote has a reference of the release, or a tag that is as good. */
export function hasReference(
  { commit, objects }: BuiltRelease,
  remote: ReadonlyMap<string, string>,
  { ref, object }: PushedRef,
): boolean {
  return remote.get(ref) === object || (ref !== commit.branch && leadsTo(remote, ref, objects.commit));
}

/** Whether a tag of a remote is one of the commit, by its own object or peeled. */
export function leadsTo(remote: ReadonlyMap<string, string>, ref: string, commit: string): boolean {
  return remote.get(ref) === commit || remote.get(`${ref}^{}`) === commit;
}

/** The branch from its parent to the commit, and every tag from nothing. */
export function newReferences(release: BuiltRelease): RefUpdate[] {
  const { branch, parent } = release.commit;
  return [...targets(release)].map(([ref, after]) => ({
    ref,
    after,
    before: ref === branch ? parent : null,
  }));
}

/** Tags that are to be made, and nothing else. */
export function newTagUpdates(
  release: BuiltRelease,
  tags: readonly { readonly name: string }[],
): RefUpdate[] {
  const names = new Set(tags.map(({ name }) => tagRef(name)));
  return newReferences(release).filter(({ ref }) => names.has(ref));
}
