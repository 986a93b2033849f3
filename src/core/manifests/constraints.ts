import { normalizeName } from '../requirements/name.js';
import type { Requirement } from '../requirements/requirement.js';
import { readTools, requirementList, type Section, subsection } from './section.js';
import { textAt } from './toml.js';

/**
 * Uv's constraints and overrides and PDM's overrides. They make no edge, since they only say which version counts
 * where something else needs the package; a new version can break them all the same.
 * @param tools the `[tool]` of a `pyproject.toml`
 */
export function projectConstraints(tools: Section | null): Requirement[] {
  return readTools(tools, { uv: uvConstraints, pdm: pdmOverrides }).flat();
}

function uvConstraints(uv: Section): Requirement[] {
  return requirementList(uv, 'constraint-dependencies', 'dev').concat(
    requirementList(uv, 'override-dependencies', 'dev'),
    requirementList(uv, 'build-constraint-dependencies', 'build'),
  );
}

/** A specifier by name, or the address of a file, which has none. */
function pdmOverrides(pdm: Section): Requirement[] {
  const overrides = subsection(subsection(pdm, 'resolution'), 'overrides');
  if (overrides === null) return [];
  const { table, at, place } = overrides;
  return Object.keys(table).flatMap((key): Requirement[] => {
    const specifier = textAt(table, key);
    if (specifier === null || specifier.includes('/')) return [];
    return [
      { name: normalizeName(key), kind: 'dev', specifier, path: null, file: place.file, at: [...at, key] },
    ];
  });
}
