import type { Version } from '../versions/version.js';
import { admits } from './admits.js';
import { dialectOf, type Requirement } from './requirement.js';

/**
 * Whether a requirement does not admit a version. What cannot be read, such as the template of a build hook, says
 * nothing that could be wrong.
 */
export function shutsOut(requirement: Requirement, version: Version): boolean {
  return admits(requirement.specifier, version, dialectOf(requirement)) === false;
}

/**
 * Whether a published requirement that shuts a version out can be meant so: it is for some environments only, and
 * another one beside it is for those of the version.
 * @param beside all requirements of the same package on the same one
 * @param isConditional asked only where another one is there
 */
export function isForOthers(
  requirement: Requirement,
  beside: readonly Requirement[],
  version: Version,
  isConditional: (requirement: Requirement) => boolean,
): boolean {
  const others = beside.filter(({ kind, specifier }) => kind !== 'dev' && specifier !== '');
  return others.some(each => !shutsOut(each, version)) && isConditional(requirement);
}
