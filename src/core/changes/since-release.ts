import type { Change } from '../ports.js';
import { frameKey } from '../tags/series.js';
import { tagFrame } from '../tags/template.js';
import type { Package } from '../workspace/package.js';
import type { Workspace } from '../workspace/workspace.js';
import { type ChangedPackages, changedPackages } from './changed-packages.js';
import type { Reason } from './reason.js';

/** Frame of tags → what differs since the last release of that series. */
export type ChangesSince = ReadonlyMap<string, readonly Change[]>;

/**
 * The packages that have changed files since their own last release. What was never released is all new. There is no
 * one base that packages were removed from, or that paths outside of packages differ from.
 * @param paths every file of the head
 */
export function changedSinceRelease(
  workspace: Workspace,
  since: ChangesSince,
  paths: readonly string[],
): ChangedPackages {
  const everything = paths.map((path): Change => ({ path, status: 'added', before: null }));
  const groups = new Map<readonly Change[], Set<string>>();
  for (const each of workspace.packages) {
    const changes = since.get(frameOf(each)) ?? everything;
    groups.set(changes, (groups.get(changes) ?? new Set()).add(each.id));
  }
  const changed = new Map<string, readonly Reason[]>();
  for (const [changes, ids] of groups) {
    const found = changedPackages(workspace, [{ changes, before: workspace }]);
    for (const [id, reasons] of found.changed) if (ids.has(id)) changed.set(id, reasons);
  }
  return { changed, removed: [], unowned: [] };
}

/** What tells the tags of a package from others. */
export function frameOf(each: Pick<Package, 'template' | 'id' | 'name' | 'path'>): string {
  return frameKey(tagFrame(each.template, each));
}
