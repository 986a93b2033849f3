import type { Tree } from '../ports.js';
import { parseVersion, type Version } from '../versions/version.js';
import type { Package } from '../workspace/package.js';
import type { Workspace } from '../workspace/workspace.js';
import { withVersions } from './load-workspace.js';

/**
 * The versions of all packages by id, and nothing else of what a description holds; null where no file holds one, or
 * what it holds is none. Most are in the manifests, which are read already: only the others need the tree.
 */
export async function statedVersions(
  workspace: Workspace,
  tree: () => Promise<Tree>,
): Promise<Map<string, Version | null>> {
  const elsewhere = workspace.packages.filter(each => literalOf(workspace, each) === null);
  const described =
    elsewhere.length === 0 ? workspace : await withVersions(await tree(), workspace, elsewhere);
  return new Map(
    described.packages.map(each => {
      const text = literalOf(workspace, each) ?? each.version;
      return [each.id, text === null ? null : parseVersion(text)];
    }),
  );
}

function literalOf({ readings }: Workspace, { path }: Package): string | null {
  const version = readings.get(path)?.facts?.version;
  return version?.how === 'literal' ? version.value : null;
}
