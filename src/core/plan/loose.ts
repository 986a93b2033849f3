import { globMatcher } from '../globs.js';
import type { Requirement } from '../requirements/requirement.js';
import { targetOf, targetsOf } from '../workspace/targets.js';
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
  const targets = targetsOf(packages);
  const isExcluded = globMatcher(config.exclude);
  return [...readings].flatMap(([owner, { facts, loose }]) => {
    const isPackage = targets.byPath.has(owner);
    if (isExcluded(owner) && !isPackage) return [];
    const own = facts?.virtual === true && !isPackage ? facts.requirements : [];
    return [...own, ...loose].flatMap(requirement => {
      const target = targetOf(owner, requirement, targets);
      return target === undefined ? [] : [{ owner, id: target.id, requirement }];
    });
  });
}
