import type { Requirement } from '../requirements/requirement.js';
import type { Lookup } from './lookup.js';

/**
 * Whether a requirement is for some environments only: it has a marker, or is one of several that Poetry keeps in an
 * array. Where it cannot be found in its file, it may be.
 */
export function isConditional(lookup: Lookup, requirement: Requirement): boolean {
  if (requirement.at.at(-1) === 'version' && typeof requirement.at.at(-2) === 'number') return true;
  const place = lookup.specifierPlace(requirement);
  return 'reason' in place || /^\s*\)?\s*;/.test(lookup.text(requirement.file)?.slice(place.to) ?? '');
}
