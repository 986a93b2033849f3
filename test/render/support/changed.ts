import type { Reason } from '../../../src/core/changes/reason.js';
import type { ChangedResult } from '../../../src/core/operations/detect-changes.js';
import type { Package } from '../../../src/core/workspace/package.js';
import type { Workspace } from '../../../src/core/workspace/workspace.js';

export interface Named {
  readonly id: string;
  readonly path?: string;
  readonly version?: string | null;
  readonly level?: number;
  readonly reasons?: readonly Reason[];
  readonly needs?: readonly string[];
  readonly group?: string;
  readonly template?: string;
}

/** A package of which only the names matter. */
export function packageOf({ id, path, version = '1.0.0', needs = [], group, template }: Named): Package {
  return {
    id,
    name: id,
    path: path ?? `packages/${id}`,
    manifest: `packages/${id}/pyproject.toml`,
    module: id,
    version,
    bumpable: true,
    reason: null,
    source: { kind: 'project', file: null, fault: null },
    mirrors: [],
    placeFaults: [],
    requirements: [],
    dependencies: needs.map(need => ({ id: need, kinds: ['runtime'], specifiers: [], requirements: [] })),
    template: template ?? '{package}-v{version}',
    oldTemplates: [],
    group: group ?? null,
    inputs: [],
  };
}

type Known = Pick<Workspace, 'packages' | 'byId'>;

export function workspaceWith(list: readonly Named[]): Known {
  const packages = list.map(packageOf);
  return { packages, byId: new Map(packages.map(each => [each.id, each])) };
}

/** A result that names all the packages, and the workspace that it is of. */
export function changedOf(
  list: readonly Named[],
  more: Partial<ChangedResult> = {},
): { result: ChangedResult; workspace: Known } {
  const workspace = workspaceWith(list);
  const levels: string[][] = [];
  for (const { id, level = 0 } of list) {
    while (levels.length <= level) levels.push([]);
    levels[level]?.push(id);
  }
  const packages = workspace.packages.map(({ id, name, path, version }, index) => ({
    id,
    name,
    path,
    version,
    level: list[index]?.level ?? 0,
    reasons: list[index]?.reasons ?? [{ kind: 'file' as const, path: `${path}/x.py` }],
  }));
  const result: ChangedResult = {
    base: { ref: 'main', commit: 'a'.repeat(40), how: 'option' },
    head: { ref: null, commit: null },
    packages,
    levels,
    removed: [],
    unowned: [],
    hasChanges: packages.length > 0,
    ...more,
  };
  return { result, workspace };
}

export function nothingChanged(): { result: ChangedResult; workspace: Known } {
  return changedOf([]);
}
