import { byCodeUnit, folderOf } from '../paths.js';
import type { Package } from '../workspace/package.js';
import type { Workspace } from '../workspace/workspace.js';

/**
 * The workspace with the packages whose manifest the change broke, as they were before it: a package that cannot
 * be read any more has not gone, and whoever broke it must see it named.
 */
export function reviveBroken(workspace: Workspace, before: readonly Workspace[]): Workspace {
  const folders = new Set(workspace.broken.flatMap(({ file }) => (file === null ? [] : [folderOf(file)])));
  const revived = new Map<string, Package>();
  for (const each of before.flatMap(({ packages }) => packages)) {
    if (folders.has(each.path) && !workspace.byId.has(each.id)) revived.set(each.id, each);
  }
  if (revived.size === 0) return workspace;
  const old = new Map(before.flatMap(({ packages }) => packages.map(each => [each.id, each] as const)));
  const packages = [
    ...workspace.packages.map(each => withDependencies(each, old.get(each.id), revived)),
    ...revived.values(),
  ];
  packages.sort((a, b) => byCodeUnit(a.path, b.path));
  return { ...workspace, packages, byId: new Map(packages.map(each => [each.id, each])) };
}

/** What needed a revived package before still does: its manifest names what the head could not find. */
function withDependencies(
  each: Package,
  before: Package | undefined,
  revived: ReadonlyMap<string, Package>,
): Package {
  const lost = (before?.dependencies ?? []).filter(({ id }) => revived.has(id));
  return lost.length === 0 ? each : { ...each, dependencies: [...each.dependencies, ...lost] };
}
