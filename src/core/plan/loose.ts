import { globMatcher } from '../globs.js';
import { normalizeName } from '../requirements/name.js';
import type { Requirement } from '../requirements/requirement.js';
import { nearestOf } from '../workspace/build.js';
import type { Package } from '../workspace/package.js';
import type { Workspace } from '../workspace/workspace.js';

/** A requirement on a package that no package publishes: of a root that is none, a constraint, an override. */
export interface LooseRequirement {
  /** The folder of the manifest that says it. */
  readonly owner: string;
  /** The id of the package that it is on. */
  readonly id: string;
  readonly requirement: Requirement;
}

/** The loose requirements of a workspace on its packages; folders that the configuration leaves out have none. */
export function looseRequirements({ config, packages, readings }: Workspace): LooseRequirement[] {
  const paths = new Map(packages.map(each => [each.path, each]));
  const names = new Map<string, Package[]>();
  for (const each of packages) {
    const name = normalizeName(each.name);
    names.set(name, [...(names.get(name) ?? []), each]);
  }
  const isExcluded = globMatcher(config.exclude);
  return [...readings].flatMap(([owner, { facts, loose }]) => {
    if (isExcluded(owner) && !paths.has(owner)) return [];
    const own = facts?.virtual === true && !paths.has(owner) ? facts.requirements : [];
    return [...own, ...loose].flatMap(requirement => {
      const named = names.get(requirement.name ?? '') ?? [];
      const byPath = requirement.path === null ? undefined : paths.get(requirement.path);
      const target = byPath ?? (named.length === 0 ? undefined : nearestOf(owner, named));
      return target === undefined ? [] : [{ owner, id: target.id, requirement }];
    });
  });
}
