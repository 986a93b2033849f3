import { RelctlError } from '../errors.js';
import type { History } from '../ports.js';
import { parseTag, refFault } from '../tags/template.js';
import { splitRef } from '../workflows/push.js';
import type { Package } from '../workspace/package.js';

/** A reference that is pushed. */
export interface GivenRef {
  /** The full name. */
  readonly ref: string;
  /** The commit that it is at; `HEAD` for one that is not there yet. */
  readonly commit: string;
  /** Whether the push makes it: always for a tag, for a branch where none of that name is known. */
  readonly creates: boolean;
}

/** Branches of which a clone has one, so that it is known what the remote has. */
const USUAL = ['HEAD', 'main', 'master', 'develop'] as const;

/**
 * Full names for those given, and where they stand. A short name is that of a tag that is there, else of a branch that is
 * there, else a tag if a package has such tags, else a branch; `tags/…` and `heads/…` say which.
 * @throws USAGE for what can be neither a branch nor a tag
 */
export async function resolveRefs(
  history: Pick<History, 'commitsOfRefs'>,
  given: readonly string[],
  packages: readonly Package[],
): Promise<GivenRef[]> {
  const names = given.map(requireName);
  const commits = await history.commitsOfRefs([
    ...names.flatMap(({ name }) => [`refs/tags/${name}`, `refs/heads/${name}`, `refs/remotes/*/${name}`]),
    ...USUAL.map(branch => `refs/remotes/*/${branch}`),
  ]);
  const remotes = new Set(
    [...commits.keys()].flatMap(ref => /^refs\/remotes\/([^/]+)\//.exec(ref)?.[1] ?? []),
  );
  return names.map(({ kind, name }) => {
    const of = kind ?? kindOf(name, commits, packages);
    if (of === 'tag') {
      const ref = `refs/tags/${name}`;
      return { ref, commit: commits.get(ref) ?? 'HEAD', creates: true };
    }
    const ref = `refs/heads/${name}`;
    const tracked = [...remotes].map(remote => commits.get(`refs/remotes/${remote}/${name}`)).find(Boolean);
    const known = tracked !== undefined || (commits.has(ref) && remotes.size === 0);
    return { ref, commit: commits.get(ref) ?? tracked ?? 'HEAD', creates: !known };
  });
}

interface GivenName {
  readonly kind: 'tag' | 'branch' | null;
  readonly name: string;
}

function requireName(given: string): GivenName {
  const short = /^(?:refs\/)?(tags|heads)\/(.+)$/.exec(given);
  const name = short?.[2] ?? given;
  const fault =
    given.startsWith('refs/') && splitRef(given) === null
      ? 'it is neither a tag nor a branch'
      : refFault(name);
  if (fault === null) return { kind: short === null ? null : short[1] === 'tags' ? 'tag' : 'branch', name };
  throw new RelctlError('USAGE', `${JSON.stringify(given)} is no reference that can be pushed: ${fault}`, {
    hint: 'Name a tag or a branch: refs/tags/core-v1.2.3 or refs/heads/main.',
  });
}

function kindOf(
  name: string,
  commits: ReadonlyMap<string, string | null>,
  packages: readonly Package[],
): 'tag' | 'branch' {
  if (commits.has(`refs/tags/${name}`)) return 'tag';
  if (
    [...commits.keys()].some(
      ref => ref === `refs/heads/${name}` || /^refs\/remotes\/[^/]+\/(.*)$/.exec(ref)?.[1] === name,
    )
  )
    return 'branch';
  return packages.some(each => parseTag(each.template, each, name) !== null) ? 'tag' : 'branch';
}
