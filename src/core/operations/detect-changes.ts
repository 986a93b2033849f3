import { affectedPackages, type Dependents } from '../changes/affected.js';
import { type ChangedPackages, type Comparison, changedPackages } from '../changes/changed-packages.js';
import type { Reason } from '../changes/reason.js';
import { reviveBroken } from '../changes/revive.js';
import type { Config } from '../config/config.js';
import { BUILD_KINDS, buildGraph, filterEdges } from '../graph/graph.js';
import { selectedLevels } from '../graph/levels.js';
import { folderOf } from '../paths.js';
import type { Change, History, Range, Tree } from '../ports.js';
import { KINDS, type Kind } from '../requirements/requirement.js';
import { isDiscoveryFile, likelyFiles } from '../workspace/discovery.js';
import type { Package } from '../workspace/package.js';
import { requirePackages } from '../workspace/select.js';
import type { Workspace } from '../workspace/workspace.js';
import { loadConfig } from './load-config.js';
import { loadWorkspace, readWorkspace, withVersions } from './load-workspace.js';

export interface ChangedRequest {
  /** Null: the configured base, else the default branch. */
  readonly base: string | null;
  /** Null: the work tree. */
  readonly head: string | null;
  /** Null: all, or none where packages are asked for by name. */
  readonly dependents: Dependents | null;
  readonly edges: readonly Kind[] | null;
  /** Selectors of packages that are asked for instead of looked for. */
  readonly packages: readonly string[];
  readonly skip: readonly string[];
  readonly all: boolean;
}

/** Which rule gave the base. */
export type BaseRule = 'option' | 'configuration' | 'default-branch' | 'not-needed';

export interface ChangedResult {
  readonly base: { readonly ref: string | null; readonly commit: string | null; readonly how: BaseRule };
  readonly head: { readonly ref: string | null; readonly commit: string | null };
  readonly packages: readonly ChangedPackage[];
  readonly levels: readonly (readonly string[])[];
  readonly removed: readonly string[];
  readonly unowned: readonly string[];
  readonly hasChanges: boolean;
}

export interface ChangedPackage {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly version: string | null;
  /** Its place in `levels`. */
  readonly level: number;
  readonly reasons: readonly Reason[];
}

/** The outcome together with the workspace of the head, for its warnings. */
export interface Detection {
  readonly result: ChangedResult;
  readonly workspace: Workspace;
}

const NOTHING: ChangedPackages = { changed: new Map(), removed: [], unowned: [] };

/**
 * Which packages a change touches.
 * @param givenConfig the configuration of `--config`; null where the repository's own counts
 * @throws what `History.range`, `loadWorkspace` and `requirePackages` do
 */
export async function detectChanges(
  history: History,
  files: Pick<Tree, 'read'>,
  request: ChangedRequest,
  givenConfig: Config | null,
): Promise<Detection> {
  const byHand = request.all || request.packages.length > 0;
  const base = byHand ? null : (request.base ?? (givenConfig ?? (await loadConfig(files))).base);
  const range =
    byHand && request.head === null
      ? null
      : await history.range(byHand ? (request.head ?? 'HEAD') : base, request.head ?? 'HEAD');
  const { tree, comparisons } = await readTrees(history, byHand ? null : range, request, range);
  const config = givenConfig ?? (await loadConfig(tree));
  const loaded = await loadWorkspace(tree, config, 'edges');
  const before = await Promise.all(comparisons.map(changes => compare(history, tree, changes, loaded)));
  const workspace = reviveBroken(
    loaded,
    before.map(comparison => comparison.before),
  );
  const requested = byHand ? requestedPackages(workspace, request) : null;
  const skipped = new Set(requirePackages(workspace.packages, request.skip).map(({ id }) => id));
  const found = requested === null ? changedPackages(workspace, before) : { ...NOTHING, changed: requested };
  const follow = request.dependents ?? (byHand ? 'none' : 'all');
  const kinds = request.edges ?? KINDS;
  const seeds = follow === 'none' ? found.changed : withRemovedDependencies(found, before, workspace, kinds);
  const graph = buildGraph(workspace.packages);
  const affected = affectedPackages(filterEdges(graph, kinds), seeds, follow);
  const selected = new Set([...affected.keys()].filter(id => !skipped.has(id)));
  const levels = selectedLevels(filterEdges(graph, BUILD_KINDS), selected);
  const described = await withVersions(
    tree,
    workspace,
    workspace.packages.filter(({ id }) => selected.has(id)),
  );
  return {
    workspace: described,
    result: {
      base: byHand
        ? { ref: null, commit: null, how: 'not-needed' }
        : { ref: range?.ref ?? null, commit: range?.base ?? null, how: baseRule(request, base) },
      head: { ref: request.head, commit: range?.head ?? null },
      packages: described.packages
        .filter(({ id }) => selected.has(id))
        .map(each => describe(each, levels, affected)),
      levels,
      removed: found.removed,
      unowned: found.unowned,
      hasChanges: selected.size > 0,
    },
  };
}

function baseRule(request: ChangedRequest, base: string | null): BaseRule {
  return request.base !== null ? 'option' : base !== null ? 'configuration' : 'default-branch';
}

/** The tree of the head, and what differs from each merge base. */
async function readTrees(
  history: History,
  range: Range | null,
  request: ChangedRequest,
  headRange: Range | null,
): Promise<{ tree: Tree; comparisons: (readonly Change[])[] }> {
  if (request.head !== null && headRange !== null) {
    const [tree, comparisons] = await Promise.all([
      history.commitTree(headRange.head),
      range === null ? [] : history.changesBetween(range.mergeBases, range.head),
    ]);
    // One process then reads what both trees need.
    await Promise.all([
      tree.read(likelyFiles(tree.paths)),
      ...comparisons.map(changes => history.before(tree, changes).read(discoveryFiles(changes))),
    ]);
    return { tree, comparisons: [...comparisons] };
  }
  const [first, ...others] = range?.mergeBases ?? [];
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

/** The workspace of the other side; it is the same one where nothing that makes packages differs. */
async function compare(
  history: History,
  tree: Tree,
  changes: readonly Change[],
  workspace: Workspace,
): Promise<Comparison> {
  if (!changes.some(({ path }) => isDiscoveryFile(path))) return { changes, before: workspace };
  const changed = new Set(
    changes.filter(({ path }) => isDiscoveryFile(path)).map(({ path }) => folderOf(path)),
  );
  return {
    changes,
    before: await readWorkspace(history.before(tree, changes), workspace.config, { workspace, changed }),
  };
}

function requestedPackages(workspace: Workspace, request: ChangedRequest): Map<string, readonly Reason[]> {
  const packages = request.all ? workspace.packages : requirePackages(workspace.packages, request.packages);
  return new Map(packages.map(({ id }) => [id, [{ kind: 'requested' }]]));
}

/** Packages that needed a removed one are affected, though no edge of the head says so. */
function withRemovedDependencies(
  { changed, removed }: ChangedPackages,
  comparisons: readonly Comparison[],
  workspace: Workspace,
  kinds: readonly Kind[],
): Map<string, readonly Reason[]> {
  const seeds = new Map(changed);
  const gone = new Set(removed);
  for (const { before } of comparisons) {
    for (const { id, dependencies } of before.packages) {
      if (!workspace.byId.has(id)) continue;
      for (const dependency of dependencies) {
        if (!gone.has(dependency.id) || !dependency.kinds.some(kind => kinds.includes(kind))) continue;
        seeds.set(id, [...(seeds.get(id) ?? []), { kind: 'dependency', package: dependency.id }]);
      }
    }
  }
  return seeds;
}

function describe(
  { id, name, path, version }: Package,
  levels: readonly (readonly string[])[],
  affected: ReadonlyMap<string, readonly Reason[]>,
): ChangedPackage {
  return {
    id,
    name,
    path,
    version,
    level: levels.findIndex(level => level.includes(id)),
    reasons: affected.get(id) ?? [],
  };
}
