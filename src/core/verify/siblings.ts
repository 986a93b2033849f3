import { isUnbounded } from '../requirements/admits.js';
import type { Requirement } from '../requirements/requirement.js';
import { isForOthers, shutsOut } from '../requirements/shuts-out.js';
import { isPlaceholder, parseVersion } from '../versions/version.js';
import type { Dependency, Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Subject } from './subject.js';

/** A requirement that the present version of the sibling does not meet: often a pin that a release left behind. */
export function siblingUnsatisfied({ packages, workspace }: Subject): Problem[] {
  return eachDependency(packages, workspace, (each, dependency, target) => {
    const version = target.bumpable && target.version !== null ? parseVersion(target.version) : null;
    if (version === null || isPlaceholder(version)) return [];
    const published = dependency.requirements.filter(isPublished);
    const isConditional = (requirement: Requirement) => workspace.lookup.isConditional(requirement);
    const wrong = published.filter(
      requirement =>
        shutsOut(requirement, version) && !isForOthers(requirement, published, version, isConditional),
    );
    return wrong.map(requirement => ({
      ...placeOf(workspace, requirement),
      rule: 'sibling-unsatisfied',
      severity: 'error' as const,
      package: each.id,
      message: `${each.id} needs ${target.name} ${requirement.specifier}, but ${target.path} is at ${target.version}`,
      hint: `Change the requirement to admit ${target.version}, and release ${each.id}.`,
    }));
  });
}

/** A published requirement that any version of the sibling meets, also those that never worked with it. */
export function siblingUnbounded({ packages, workspace }: Subject): Problem[] {
  return eachDependency(packages, workspace, (each, dependency, target) =>
    dependency.requirements
      .filter(requirement => isPublished(requirement) && requirement.kind !== 'build')
      .filter(({ name, specifier }) => name !== null && isUnbounded(specifier))
      .slice(0, 1)
      .map(requirement => ({
        ...placeOf(workspace, requirement),
        rule: 'sibling-unbounded',
        severity: 'warning' as const,
        package: each.id,
        message: `${each.id} needs ${target.name} in any version, so its users may get one that does not fit`,
        hint: `Give a lower bound: ${target.name}>=${target.version ?? '1.2'}.`,
      })),
  );
}

function eachDependency(
  packages: readonly Package[],
  { byId }: Workspace,
  check: (each: Package, dependency: Dependency, target: Package) => Problem[],
): Problem[] {
  return packages.flatMap(each =>
    each.dependencies.flatMap(dependency => {
      const target = byId.get(dependency.id);
      return target === undefined ? [] : check(each, dependency, target);
    }),
  );
}

/** What users of the package get to see; the rest is for development, where the sibling comes from its folder. */
function isPublished({ kind }: Requirement): boolean {
  return kind !== 'dev';
}

function placeOf({ lookup }: Workspace, requirement: Requirement): Pick<Problem, 'file' | 'line' | 'column'> {
  const { line, column } = lookup.requirementPosition(requirement) ?? { line: null, column: null };
  return { file: requirement.file, line, column };
}
