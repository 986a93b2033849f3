import { BUILD_KINDS, buildGraph, filterEdges } from '../../graph/graph.js';
import { buildLevels } from '../../graph/levels.js';
import { baseName } from '../../paths.js';
import type { Tree } from '../../ports.js';
import { refFault, tagFrame } from '../../tags/template.js';
import type { Package } from '../../workspace/package.js';
import type { Workspace } from '../../workspace/workspace.js';
import { commonPythons, type Pythons, requiredPython } from './python.js';

/** What the workflows of a repository depend on. */
export interface WorkflowFacts {
  /** The version of relctl that they run. */
  readonly version: string;
  readonly tool: Tool;
  readonly pythons: Pythons;
  readonly levels: number;
  /** Folders of packages that others of the repository need, in the order of builds. */
  readonly needed: readonly string[];
  readonly hasGroups: boolean;
  readonly tags: readonly TaggedPackages[];
}

/** What installs and builds packages. */
export type Tool = 'uv' | 'poetry' | 'pip';

/** The packages that are published for tags with this text before and after the version, in the order of builds. */
export interface TaggedPackages {
  readonly before: string;
  readonly after: string;
  readonly packages: readonly PublishedPackage[];
}

export interface PublishedPackage {
  readonly id: string;
  readonly path: string;
}

/** Reads what the workflows depend on off a workspace and its manifests. */
export async function workflowFacts(
  tree: Tree,
  workspace: Workspace,
  version: string,
): Promise<WorkflowFacts> {
  const contents = await tree.read(workspace.packages.map(({ manifest }) => manifest));
  const manifests = [...contents.values()].flatMap(content =>
    content.kind === 'text' ? [content.text] : [],
  );
  const graph = filterEdges(buildGraph(workspace.packages), BUILD_KINDS);
  const levels = buildLevels(graph);
  const ordered = levels.flat().flatMap(id => workspace.byId.get(id) ?? []);
  return {
    version,
    tool: toolOf(tree.paths, manifests),
    pythons: commonPythons(manifests.flatMap(text => requiredPython(text) ?? [])),
    levels: Math.max(1, levels.length),
    needed: ordered.filter(({ id }) => graph.dependents.get(id)?.length).map(({ path }) => path),
    hasGroups: workspace.config.group.size > 0,
    tags: taggedPackages(ordered),
  };
}

function toolOf(paths: readonly string[], manifests: readonly string[]): Tool {
  if (paths.some(path => baseName(path) === 'uv.lock')) return 'uv';
  const isPoetry = (text: string) => /^\s*build-backend\s*=\s*["']poetry\./m.test(text);
  const hasLock = paths.some(path => baseName(path) === 'poetry.lock');
  return hasLock || (manifests.length > 0 && manifests.every(isPoetry)) ? 'poetry' : 'pip';
}

/** The longest text before the version first, since a shorter one may match the same tag. */
function taggedPackages(ordered: readonly Package[]): TaggedPackages[] {
  const byFrame = new Map<string, TaggedPackages>();
  for (const each of ordered) {
    const [before, after] = tagFrame(each.template, each);
    if (refFault(`${before}1${after}`) !== null) continue;
    const frame = `${before}\0${after}`;
    const packages = [...(byFrame.get(frame)?.packages ?? []), { id: each.id, path: each.path }];
    byFrame.set(frame, { before, after, packages });
  }
  return [...byFrame.values()].sort((a, b) => b.before.length - a.before.length);
}
