import { affectedPackages, type Dependents } from '../changes/affected.js';
import { type ChangedPackages, type Comparison, changedPackages } from '../changes/changed-packages.js';
import type { Reason } from '../changes/reason.js';
import { reviveBroken } from '../changes/revive.js';
import { changedSinceRelease, frameOf } from '../changes/since-release.js';
import type { BaseRule } from '../ci/event.js';
import type { Config } from '../config/config.js';
import { RelctlError } from '../errors.js';
import { BUILD_KINDS, buildGraph, filterEdges } from '../graph/graph.js';
import { selectedLevels } from '../graph/levels.js';
import { folderOf } from '../paths.js';
import type { Change, History, Tree } from '../ports.js';
import { KINDS, type Kind } from '../requirements/requirement.js';
import { frameKey, type Series } from '../tags/series.js';
import { isDiscoveryFile } from '../workspace/discovery.js';
import type { Package } from '../workspace/package.js';
import { requirePackages } from '../workspace/select.js';
import type { Workspace } from '../workspace/workspace.js';
import { findScope, type Job, type Naming, NO_JOB, type ScopeRequest } from './find-scope.js';
import type { ReleasedSeries } from './find-tags.js';
import { loadConfig } from './load-config.js';
import { loadWorkspace, readWorkspace, withVersions } from './load-workspace.js';
import { readTrees } from './read-trees.js';

export interface ChangedRequest extends ScopeRequest {
  /** Null: all, or none where packages are asked for by name. */
  readonly dependents: Dependents | null;
  readonly edges: readonly Kind[] | null;
  readonly skip: readonly string[];
}

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
 * @throws what `findScope`, `loadWorkspace` and `requirePackages` do
 */
export async function detectChanges(
  history: History,
  files: Pick<Tree, 'read'>,
  request: ChangedRequest,
  givenConfig: Config | null,
  job: Job = NO_JOB,
): Promise<Detection> {
  const scope = await findScope(history, files, request, givenConfig, job);
  const { naming } = scope;
  const { tree, comparisons } = await readTrees(history, scope);
  const config = givenConfig ?? (await loadConfig(tree));
  const loaded = await loadWorkspace(tree, config, 'edges');
  const before =
    naming.kind === 'differing'
      ? await Promise.all(comparisons.map(changes => compare(history, tree, changes, loaded)))
      : [];
  const workspace = reviveBroken(
    loaded,
    before.map(comparison => comparison.before),
  );
  const skipped = new Set(requirePackages(workspace.packages, request.skip).map(({ id }) => id));
  const found =
    naming.kind === 'since-release'
      ? changedSinceRelease(workspace, changesSince(naming.series, scope.bases, comparisons), tree.paths)
      : naming.kind === 'differing'
        ? withTagged(changedPackages(workspace, before), workspace, naming.tagged)
        : { ...NOTHING, changed: requestedPackages(workspace, request, naming) };
  const byHand = naming.kind === 'requested' || naming.kind === 'all';
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
  const levelOf = new Map(levels.flatMap((ids, level) => ids.map(id => [id, level] as const)));
  return {
    workspace: described,
    result: {
      base: scope.base,
      head: { ref: scope.headRef, commit: scope.head?.commit ?? null },
      packages: described.packages
        .filter(({ id }) => selected.has(id))
        .map(each => describe(each, levelOf, affected)),
      levels,
      removed: found.removed,
      unowned: found.unowned,
      hasChanges: selected.size > 0,
    },
  };
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

function requestedPackages(
  workspace: Workspace,
  request: ChangedRequest,
  naming: Naming,
): Map<string, readonly Reason[]> {
  const all = request.all || naming.kind === 'all';
  const packages = all ? workspace.packages : requirePackages(workspace.packages, request.packages);
  return new Map(packages.map(({ id }) => [id, [{ kind: 'requested' }]]));
}

/** Frame of tags → what differs from the last release of that series. */
function changesSince(
  series: readonly ReleasedSeries[],
  bases: readonly string[],
  comparisons: readonly (readonly Change[])[],
): Map<string, readonly Change[]> {
  const byBase = new Map(bases.map((base, index) => [base, comparisons[index] ?? []]));
  return new Map(
    series.flatMap(({ frame, reached }) =>
      reached === null ? [] : [[frameKey(frame), byBase.get(reached.commit) ?? []]],
    ),
  );
}

/** A job for a tag is about the packages of the tag, whether a file of theirs differs or not. */
function withTagged(
  found: ChangedPackages,
  workspace: Workspace,
  tagged: readonly Series[],
): ChangedPackages {
  if (tagged.length === 0) return found;
  const frames = new Set(tagged.map(({ frame }) => frameKey(frame)));
  const owners = workspace.packages.filter(each => frames.has(frameOf(each)));
  if (owners.length === 0) {
    throw new RelctlError('NO_BASE', 'the tag of this CI job is of no package', {
      hint: 'Name a base with --base REF, or set `tag` in relctl.toml.',
    });
  }
  const changed = new Map(found.changed);
  for (const { id } of owners) changed.set(id, [...(changed.get(id) ?? []), { kind: 'requested' }]);
  return { ...found, changed };
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
  levels: ReadonlyMap<string, number>,
  affected: ReadonlyMap<string, readonly Reason[]>,
): ChangedPackage {
  return {
    id,
    name,
    path,
    version,
    level: levels.get(id) ?? -1,
    reasons: affected.get(id) ?? [],
  };
}
