import { locateRequirement, requirementOffset } from './requirement-place.js';

/** What finds requirements in their files needs the parsers that edit, to be loaded where something is found wrong. */
export const requirementFinder = { locateRequirement, requirementOffset } as const;
export type RequirementFinder = typeof requirementFinder;
