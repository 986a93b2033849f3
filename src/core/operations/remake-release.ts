import type { Config } from '../config/config.js';
import type { Dependents } from '../config/dependents.js';
import { RelctlError } from '../errors.js';
import { NOOP, type Plan } from '../plan/plan.js';
import type { History } from '../ports.js';
import { parseVersion } from '../versions/version.js';
import type { Released } from './already-released.js';
import type { Execution } from './apply-plan.js';
import { NOT_SIGNED } from './choose-signing.js';
import { loadWorkspace } from './load-workspace.js';
import { exactEdits, type PlannedMoves, releasesOf } from './plan-edits.js';
import { storedContents } from './write-edits.js';

/** Where every package of a release is named, `all` changes the same as `auto`. */
const MODES: readonly Dependents[] = ['auto', 'none'];

/**
 * The plan of a release commit, made again from its parent for the versions that its trailers name.
 * @returns null where that does not give the very tree of the commit: it is no release, or holds more than one
 */
export async function remakeRelease(
  released: Released,
  branch: string,
  history: History,
  config: Config,
  { publisher, sha256 }: Pick<Execution, 'publisher' | 'sha256'>,
): Promise<Plan | null> {
  const { commit, parent, releases } = released;
  const gives = async ({ edits }: PlannedMoves): Promise<boolean> => {
    const contents = await storedContents(edits, parent, publisher);
    const remade = await publisher.buildRelease(parent, contents, commit.message, [], NOT_SIGNED);
    const [own, other] = await Promise.all(
      [commit.commit, remade.commit].map(async each => (await history.sides(each, [])).head?.tree),
    );
    return own !== undefined && own === other;
  };
  const versions = new Map(
    releases.flatMap(({ id, version }) => {
      const parsed = parseVersion(version);
      return parsed === null ? [] : [[id, parsed] as const];
    }),
  );
  if (versions.size !== releases.length) return null;
  try {
    const workspace = await loadWorkspace(await history.commitTree(parent), config, 'locks');
    for (const dependents of MODES) {
      const planned = await exactEdits(workspace, versions, dependents, sha256);
      if (planned === null || !(await gives(planned))) continue;
      return {
        ...NOOP,
        status: 'planned',
        releases: releasesOf(planned),
        edits: planned.edits,
        commit: { message: commit.message, parent, branch },
        tags: planned.newTags,
      };
    }
    return null;
  } catch (error) {
    // What cannot be planned at the parent was not what made this commit.
    if (error instanceof RelctlError && !['NO_IDENTITY', 'WRITE_FAILED'].includes(error.code)) return null;
    throw error;
  }
}
