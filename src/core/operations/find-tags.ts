import type { RelctlError } from '../errors.js';
import { lacksHistory } from '../history/missing.js';
import type { History, TagRef } from '../ports.js';
import { frameKey, type Series, seriesOf } from '../tags/series.js';
import { compareVersions, type Version } from '../versions/version.js';

/** A series with its last release in the history of the head; null where there is none. */
export interface ReleasedSeries extends Series {
  readonly reached: { readonly name: string; readonly commit: string } | null;
}

export interface TagQuestion {
  readonly templates: readonly string[];
  /** Where the tags of the remote were fetched: what they are. */
  readonly remoteTags: readonly TagRef[] | null;
  /** Whether they can be. */
  readonly fetching: boolean;
}

export interface Releases {
  readonly series: readonly ReleasedSeries[];
  /** Whether the head reaches any other tag than the one asked about. */
  readonly anyOther: boolean;
}

/**
 * The greatest version of every series that `head` reaches. With `below`, only of the series of that tag, and lower
 * than it; none where no template gives such a tag.
 * A complete clone without tags is what CI often makes: then those of the remote are asked for where that is allowed.
 * @throws SHALLOW_CLONE where tags or history that decide are not here
 */
export async function findSeries(
  history: History,
  head: string,
  shallow: boolean,
  { templates, remoteTags, fetching }: TagQuestion,
  below: string | null,
): Promise<Releases> {
  const limits = below === null ? null : seriesOf(templates, [below]);
  if (limits?.size === 0) return { series: [], anyOther: false };
  // A clone that was shallow at first still has hardly any tags.
  const incomplete = shallow || remoteTags !== null;
  const known = incomplete ? await allTags(history, remoteTags) : await history.tagsReachedBy(head);
  const commits = new Map(known.flatMap(({ name, commit }) => (commit === null ? [] : [[name, commit]])));
  const all = seriesOf(templates, [...commits.keys()]);
  const reaches = incomplete ? await reachedFrom(history, head) : () => true;
  const wanted = limits ?? all;
  const series = [...wanted.values()].map(({ frame, tags: [limit] }) => {
    const tags = all.get(frameKey(frame))?.tags ?? [];
    const lower = below === null ? tags : tags.filter(({ version }) => isBelow(version, limit?.version));
    const reached = lower.find(({ name }) => reaches(commits.get(name) as string));
    return {
      frame,
      tags,
      reached:
        reached === undefined ? null : { name: reached.name, commit: commits.get(reached.name) as string },
    };
  });
  const anyOther =
    series.some(({ reached }) => reached !== null) ||
    [...commits].some(([name, commit]) => name !== below && reaches(commit));
  if (!anyOther && !incomplete && fetching) throw lacksTags(shallow);
  return { series, anyOther };
}

function isBelow(version: Version, limit: Version | undefined): boolean {
  return limit !== undefined && compareVersions(version, limit) < 0;
}

function lacksTags(shallow: boolean): RelctlError {
  const message = 'this clone does not show which release came before';
  return lacksHistory(message, { kind: 'tags' }, shallow);
}

/** A shallow clone has hardly any tags, and does not say so. */
async function allTags(history: History, remote: readonly TagRef[] | null): Promise<TagRef[]> {
  if (remote === null) throw lacksTags(true);
  const local = await history.tags();
  const here = new Set(local.map(({ name }) => name));
  return [...local, ...remote.filter(({ name }) => !here.has(name))];
}

/** Whether the head reaches a commit; refuses to say no while history is cut off. */
async function reachedFrom(history: History, head: string): Promise<(commit: string) => boolean> {
  const { parents, cuts } = await history.commits([head], []);
  return commit => {
    if (parents.has(commit)) return true;
    if (cuts.length === 0) return false;
    throw lacksHistory(
      'this shallow clone does not reach back to the release before',
      { kind: 'before', commits: cuts, depth: null },
      true,
    );
  };
}
