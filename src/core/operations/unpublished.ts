import { RelctlError } from '../errors.js';
import type { TagRef } from '../ports.js';
import type { Execution } from './apply-plan.js';

/** A release that may be known to this clone alone. */
export interface OwnRelease {
  readonly parent: string;
  readonly commit: string;
  /** Its own tags, as they are here. */
  readonly tags: readonly TagRef[];
}

/**
 * Looks at every reference of the remote. One whose objects are not here can hold the release only if somebody has
 * built on it: branches are fetched for that, as objects alone.
 * @throws RELEASE_PUBLISHED where any of them is the release or reaches it; what `remoteRefs` and `fetchObjects` do
 */
export async function requireUnpublished(
  { parent, commit, tags }: OwnRelease,
  { publisher, remote }: Pick<Execution, 'publisher' | 'remote'>,
): Promise<void> {
  const refs = await publisher.remoteRefs(remote).catch((error: unknown) => {
    if (error instanceof RelctlError && error.code === 'NO_REMOTE') return new Map<string, string>();
    throw error;
  });
  const own = new Set([commit, ...tags.map(({ object }) => object)]);
  const named = [...refs].filter(([ref]) => ref.startsWith('refs/'));
  const [ref] = named.find(([, object]) => own.has(object)) ?? [];
  if (ref !== undefined)
    throw new RelctlError('RELEASE_PUBLISHED', `${remote.name} has this release: ${ref.replace('^{}', '')}`);
  const { reached, unknown } = await publisher.reachedBy(
    named.map(([, object]) => object),
    commit,
    parent,
  );
  const missing = named.filter(([name, object]) => name.startsWith('refs/heads/') && unknown.has(object));
  if (!reached && missing.length === 0) return;
  if (!reached) {
    await publisher.fetchObjects(
      remote,
      missing.map(([name]) => name),
    );
    const tips = missing.map(([, object]) => object);
    if (!(await publisher.reachedBy(tips, commit, parent)).reached) return;
  }
  throw new RelctlError(
    'RELEASE_PUBLISHED',
    `${remote.name} has this release, and work that goes on from it`,
  );
}
