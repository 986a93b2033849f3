import { isUnbounded } from '../requirements/admits.js';
import type { Requirement } from '../requirements/requirement.js';
import { isForOthers, shutsOut } from '../requirements/shuts-out.js';
import { isPlaceholder, parseVersion, type Version } from '../versions/version.js';
import type { Dependency, Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Subject } from './subject.js';

/** A requirement that the present version of the sibling does not meet: often a pin that a release left behind. */
export function siblingUnsatisfied({ packages, workspace }: Subject): Problem[] {
  const isConditional = (requirement: Requirement) => workspace.lookup.isConditional(requirement);
  const present = presentVersions();
  return eachDependency(packages, workspace, (each, { requirements }, target) => {
    if (!requirements.some(isBounded)) return NONE;
    const version = present(target);
    if (version === null) return NONE;
    const wrong = requirements.filter(
      requirement => isBounded(requirement) && shutsOut(requirement, version),
    );
    if (wrong.length === 0) return NONE;
    const published = requirements.filter(isPublished);
    return wrong
      .filter(requirement => !isForOthers(requirement, published, version, isConditional))
      .map(requirement => ({
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
  return eachDependency(packages, workspace, (each, { requirements }, target) => {
    const requirement = requirements.find(isOpen);
    if (requirement === undefined) return NONE;
    return [
      {
        ...placeOf(workspace, requirement),
        rule: 'sibling-unbounded',
        severity: 'warning' as const,
        package: each.id,
        message: `${each.id} needs ${target.name} in any version, so its users may get one that does not fit`,
        hint: `Give a lower bound: ${target.name}>=${target.version ?? '1.2'}.`,
      },
    ];
  });
}

const NONE: readonly Problem[] = [];

/** Nearly all dependencies are fine: they cost a call and no list. */
function eachDependency(
  packages: readonly Package[],
  { byId }: Workspace,
  check: (each: Package, dependency: Dependency, target: Package) => readonly Problem[],
): Problem[] {
  const found: Problem[] = [];
  for (const each of packages) {
    for (const dependency of each.dependencies) {
      const target = byId.get(dependency.id);
      if (target === undefined) continue;
      for (const problem of check(each, dependency, target)) found.push(problem);
    }
  }
  return found;
}

/** The version that requirements on a package have to admit, read once; null where none is known. */
function presentVersions(): (target: Package) => Version | null {
  const known = new Map<string, Version | null>();
  return ({ id, bumpable, version: text }) => {
    const read = known.get(id);
    if (read !== undefined) return read;
    const version = bumpable && text !== null ? parseVersion(text) : null;
    const present = version === null || isPlaceholder(version) ? null : version;
    known.set(id, present);
    return present;
  };
}

/** Whether a requirement can be wrong about a version. */
function isBounded(requirement: Requirement): boolean {
  return requirement.specifier !== '' && isPublished(requirement);
}

function isOpen({ kind, name, specifier }: Requirement): boolean {
  return name !== null && kind !== 'dev' && kind !== 'build' && isUnbounded(specifier);
}

/** What users of the package get to see; the rest is for development, where the sibling comes from its folder. */
function isPublished({ kind }: Requirement): boolean {
  return kind !== 'dev';
}

function placeOf({ lookup }: Workspace, requirement: Requirement): Pick<Problem, 'file' | 'line' | 'column'> {
  const { line, column } = lookup.requirementPosition(requirement) ?? { line: null, column: null };
  return { file: requirement.file, line, column };
}
