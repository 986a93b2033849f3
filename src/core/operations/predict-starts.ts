import type { RelctlError } from '../errors.js';
import type { CommitInfo, HeadState, History, Tree } from '../ports.js';
import { WORKFLOW_FOLDER, workflowFiles } from '../workflows/files.js';
import type { OwnedTag, Prediction } from '../workflows/idle-tags.js';
import type { Package } from '../workspace/package.js';

export type { Prediction } from '../workflows/idle-tags.js';

const NOTHING: Prediction = { starts: [], problems: [], refusals: [] };

/** What a command does about tags that start nothing. */
export interface IdleChoice {
  readonly push: boolean;
  readonly allowIdleTags: boolean;
}

/** What new tags on HEAD, or on a release that is made of it, will start. @param message of their commit */
export async function predictStarts(
  history: Pick<History, 'workTree' | 'commitFolder'>,
  head: Pick<HeadState, 'commit' | 'dirty'>,
  tags: readonly OwnedTag[],
  message: string,
): Promise<Prediction> {
  if (tags.length === 0) return NOTHING;
  return predictFrom(await workflowsAtHead(history, head), tags, message);
}

/** The same for the workflow files of a tree; nothing is loaded where it has none. */
export async function predictFrom(
  tree: Pick<Tree, 'paths' | 'read'>,
  tags: readonly OwnedTag[],
  message: string,
): Promise<Prediction> {
  if (tags.length === 0 || workflowFiles(tree.paths).length === 0) return NOTHING;
  const [{ readWorkflows }, { predict }] = await Promise.all([
    import('./read-workflows.js'),
    import('../workflows/idle-tags.js'),
  ]);
  const { workflows } = await readWorkflows(tree);
  return predict(workflows, tags, message);
}

/**
 * What tags on several commits will start: each by the workflow files and the message of its own.
 * @param known commits with their messages; others are read
 */
export async function predictByCommit(
  history: Pick<History, 'workTree' | 'commitFolder' | 'commitMessage'>,
  head: Pick<HeadState, 'commit' | 'dirty'>,
  tags: readonly (OwnedTag & { readonly commit: string })[],
  known: readonly Pick<CommitInfo, 'commit' | 'message'>[],
): Promise<Prediction> {
  const current = await workflowsAtHead(history, head);
  // A repository that has no workflows now is not asked for those that it had.
  if (tags.length === 0 || workflowFiles(current.paths).length === 0) return NOTHING;
  const messages = new Map(known.map(({ commit, message }) => [commit, message]));
  const byCommit = new Map<string, OwnedTag[]>();
  for (const tag of tags) byCommit.set(tag.commit, [...(byCommit.get(tag.commit) ?? []), tag]);
  const predictions = await Promise.all(
    [...byCommit].map(async ([commit, own]) => {
      const [tree, message] = await Promise.all([
        commit === head.commit ? current : history.commitFolder(commit, WORKFLOW_FOLDER),
        messages.get(commit) ?? history.commitMessage(commit),
      ]);
      return predictFrom(tree, own, message ?? '');
    }),
  );
  return {
    starts: predictions.flatMap(({ starts }) => starts),
    problems: predictions.flatMap(({ problems }) => problems),
    refusals: predictions.flatMap(({ refusals }) => refusals),
  };
}

/**
 * The workflow files of HEAD. Where the work tree has them unchanged they are read there, since it is listed already: no
 * further process of git is needed.
 */
export async function workflowsAtHead(
  history: Pick<History, 'workTree' | 'commitFolder'>,
  { commit, dirty }: Pick<HeadState, 'commit' | 'dirty'>,
): Promise<Pick<Tree, 'paths' | 'read'>> {
  const { paths, untracked, read } = await history.workTree();
  if (workflowFiles(dirty).length > 0) return history.commitFolder(commit, WORKFLOW_FOLDER);
  return { paths: workflowFiles(paths).filter(path => !untracked.has(path)), read };
}

/** What of a prediction stands in the way of the command, and what it only tells. */
export function judged(
  { problems, refusals }: Omit<Prediction, 'starts'>,
  { push, allowIdleTags }: IdleChoice,
) {
  return push && !allowIdleTags && refusals.length > 0
    ? { refusals, problems: [] }
    : { refusals: [] as readonly RelctlError[], problems };
}

/** The packages of each tag, by its name. */
export function ownersOf(
  tags: readonly { readonly name: string }[],
  tagged: Iterable<readonly [name: string, owner: Package]>,
): OwnedTag[] {
  const owners = new Map<string, Package[]>();
  for (const [name, owner] of tagged) owners.set(name, [...(owners.get(name) ?? []), owner]);
  return tags.map(({ name }) => ({ name, packages: owners.get(name) ?? [] }));
}
