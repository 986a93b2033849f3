import { RelctlError } from '../errors.js';
import { baseName } from '../paths.js';
import type { HeadState, Publisher, TagRef } from '../ports.js';

/**
 * What must hold before a release writes anything. Reads only.
 * @throws OPERATION_IN_PROGRESS, DETACHED_HEAD, DIRTY_FILE, NO_IDENTITY
 * @returns the full name of the branch
 */
export async function requireCleanHead(
  publisher: Publisher,
  head: HeadState,
  files: readonly string[],
): Promise<string> {
  if (head.operation !== null)
    throw new RelctlError('OPERATION_IN_PROGRESS', `a ${head.operation} is under way`);
  if (head.branch === null)
    throw new RelctlError('DETACHED_HEAD', 'HEAD is on no branch, so there is none to put the release on');
  const dirty = files.filter(file => head.dirty.has(file));
  if (dirty.length > 0) {
    throw new RelctlError(
      'DIRTY_FILE',
      `${dirty.join(', ')} ${dirty.length === 1 ? 'has' : 'have'} uncommitted changes`,
      {
        details: { files: dirty },
      },
    );
  }
  await publisher.requireIdentity();
  return head.branch;
}

/** The release commit changes what is committed, so that every file of it must be. @throws DIRTY_FILE */
export function requireTracked(untracked: ReadonlySet<string>, files: readonly string[]): void {
  const missing = files.filter(file => untracked.has(file));
  if (missing.length === 0) return;
  const verb = missing.length === 1 ? 'is' : 'are';
  throw new RelctlError('DIRTY_FILE', `${missing.join(', ')} ${verb} not committed yet`, {
    hint: 'Commit it first, or have git ignore it.',
    details: { files: missing },
  });
}

/** @throws TAG_TAKEN */
export function requireFreeTags(names: readonly string[], existing: readonly TagRef[]): void {
  const taken = new Map(existing.map(tag => [tag.name, tag]));
  for (const name of names) {
    const tag = taken.get(name);
    if (tag === undefined) continue;
    throw new RelctlError(
      'TAG_TAKEN',
      `the tag ${name} exists already, at ${(tag.commit ?? tag.object).slice(0, 12)}`,
      {
        details: { tag: name, commit: tag.commit },
      },
    );
  }
  for (const name of names) {
    const other = existing.find(tag => tag.name.startsWith(`${name}/`) || name.startsWith(`${tag.name}/`));
    if (other === undefined) continue;
    throw new RelctlError('TAG_TAKEN', `git cannot hold the tag ${name} beside ${other.name}`, {
      hint: `Change the template of \`tag\`, or delete ${baseName(other.name)}.`,
      details: { tag: name, other: other.name },
    });
  }
}

/**
 * The remote must take the push: its branch is part of ours, and its tags are free.
 * @throws NO_REMOTE, REMOTE_UNREACHABLE, REMOTE_MOVED, REMOTE_REJECTED
 */
export async function requireReadyRemote(
  publisher: Publisher,
  remote: string,
  branch: string,
  parent: string,
  tags: readonly string[],
): Promise<void> {
  const refs = await publisher.remoteRefs(remote);
  const tip = refs.get(branch);
  if (tip !== undefined && tip !== parent && !(await publisher.reaches(parent, tip))) {
    throw new RelctlError(
      'REMOTE_MOVED',
      `${branch} of ${remote} is at ${tip.slice(0, 12)}, which is not part of HEAD`,
    );
  }
  for (const name of tags) {
    const object = refs.get(`refs/tags/${name}`);
    if (object === undefined) continue;
    throw new RelctlError('REMOTE_REJECTED', `${remote} has a tag ${name} already`, {
      hint: 'Fetch it with git fetch --tags, and release a higher version.',
      details: { tag: name, object },
    });
  }
}
