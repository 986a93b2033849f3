import { RelctlError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { ReleaseReason } from '../plan/plan.js';
import { requirePackages } from '../workspace/select.js';
import type { Workspace } from '../workspace/workspace.js';

export interface Choice {
  readonly packages: readonly string[];
  readonly groups: readonly string[];
  readonly all: boolean;
  /** Ids that differ from the base; null where that was not asked for. */
  readonly changed: readonly string[] | null;
}

/**
 * The packages that a release is asked for. In a repository of one package it needs no name.
 * @throws UNKNOWN_PACKAGE, AMBIGUOUS_PACKAGE, UNKNOWN_GROUP, MANIFEST_BROKEN, NOTHING_SELECTED
 */
export function choosePackages(workspace: Workspace, choice: Choice): Map<string, readonly ReleaseReason[]> {
  const { packages, config, broken } = workspace;
  const chosen = new Map<string, readonly ReleaseReason[]>();
  const add = (id: string, reason: ReleaseReason) => chosen.set(id, [...(chosen.get(id) ?? []), reason]);
  for (const selector of choice.packages) {
    const faulty = broken.find(
      ({ file }) => file !== null && [`${selector}/pyproject.toml`, selector].includes(file),
    );
    if (faulty !== undefined) throw new RelctlError('MANIFEST_BROKEN', faulty.message);
  }
  for (const { id } of requirePackages(packages, choice.packages)) add(id, { kind: 'requested' });
  for (const group of choice.groups) {
    if (!config.group.has(group)) {
      const near = nearest(group, [...config.group.keys()]);
      throw new RelctlError('UNKNOWN_GROUP', `no group is called ${JSON.stringify(group)}`, {
        ...(near.length > 0 ? { hint: `Did you mean ${near.join(', ')}?` } : {}),
      });
    }
    for (const each of packages) if (each.group === group) add(each.id, { kind: 'group', group });
  }
  for (const id of choice.changed ?? []) add(id, { kind: 'changed' });
  if (choice.all) for (const { id, bumpable } of packages) if (bumpable) add(id, { kind: 'requested' });
  const nothingAsked =
    choice.packages.length === 0 && choice.groups.length === 0 && choice.changed === null && !choice.all;
  if (nothingAsked) {
    const [only, ...others] = packages;
    if (only === undefined || others.length > 0) {
      throw new RelctlError('NOTHING_SELECTED', `name the packages to release: there are ${packages.length}`);
    }
    add(only.id, { kind: 'requested' });
  }
  return chosen;
}
