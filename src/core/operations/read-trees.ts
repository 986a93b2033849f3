import type { Change, History, Tree } from '../ports.js';
import { isDiscoveryFile, likelyFiles } from '../workspace/discovery.js';
import type { Scope } from './find-scope.js';

/** The tree of the head, and what differs from each of the bases, in their order. */
export async function readTrees(
  history: History,
  { head, headRef, bases, naming }: Scope,
): Promise<{ tree: Tree; comparisons: readonly (readonly Change[])[] }> {
  if (head !== null && headRef !== null) {
    const { tree, comparisons } = await history.compareTrees(bases, head);
    // In one go for both trees.
    await Promise.all([
      tree.read(likelyFiles(tree.paths)),
      ...(naming.kind === 'differing' ? comparisons : []).map(changes =>
        history.before(tree, changes).read(discoveryFiles(changes)),
      ),
    ]);
    return { tree, comparisons };
  }
  const [first, ...others] = bases;
  if (first === undefined) return { tree: await history.workTree(), comparisons: [] };
  // A file that differs from a further base differs from the first one, or the first from the further.
  const [tree, changes, between] = await Promise.all([
    history.workTree(),
    history.changesInWorkTree(first),
    others.length === 0 ? [] : history.changesBetween(others, first),
  ]);
  return { tree, comparisons: [changes, ...between.map(added => joinChanges(changes, added))] };
}

/** What leads from one tree to a third one, by way of a second. */
function joinChanges(later: readonly Change[], earlier: readonly Change[]): Change[] {
  const joined = new Map(later.map(change => [change.path, change]));
  for (const change of earlier) {
    const next = joined.get(change.path)?.status;
    const status = next === 'removed' ? 'removed' : next === 'added' ? 'modified' : change.status;
    joined.set(change.path, { ...change, status });
  }
  return [...joined.values()];
}

function discoveryFiles(changes: readonly Change[]): string[] {
  return changes
    .filter(({ path, before }) => before !== null && isDiscoveryFile(path))
    .map(({ path }) => path);
}
