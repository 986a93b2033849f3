import { resolvePath } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import type { Kind, Requirement } from '../requirements/requirement.js';
import { type Section, subsection, subsections } from './section.js';
import { isTable, type TomlTable, textAt, valueAt } from './toml.js';

/** The requirements of `[tool.poetry]`: its main table, its groups, and the older `dev-dependencies`. */
export function poetryRequirements(poetry: Section): Requirement[] {
  const groups = subsections(subsection(poetry, 'group'));
  return [
    ...dependencyTable(subsection(poetry, 'dependencies'), 'runtime'),
    ...dependencyTable(subsection(poetry, 'dev-dependencies'), 'dev'),
    ...groups.flatMap(group => dependencyTable(subsection(group, 'dependencies'), 'dev')),
  ];
}

function dependencyTable(section: Section | null, kind: Kind): Requirement[] {
  if (section === null) return [];
  return Object.keys(section.table)
    .filter(key => key.toLowerCase() !== 'python')
    .flatMap(key => dependency(section, key, kind));
}

/** A specifier alone, a table with more about it, or several of these, each for its own environments. */
function dependency({ table, at, place }: Section, key: string, kind: Kind): Requirement[] {
  const name = normalizeName(key);
  const { folder, file } = place;
  const value = valueAt(table, key);
  if (typeof value === 'string')
    return [{ name, kind, specifier: value, path: null, file, at: [...at, key] }];
  const described = (entry: TomlTable, way: Requirement['at']): Requirement => {
    const path = textAt(entry, 'path');
    return {
      name,
      kind: kind === 'runtime' && entry.optional === true ? 'optional' : kind,
      specifier: textAt(entry, 'version') ?? '',
      path: path === null ? null : resolvePath(folder, path),
      file,
      at: [...way, 'version'],
    };
  };
  if (isTable(value)) return [described(value, [...at, key])];
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry, index) => (isTable(entry) ? described(entry, [...at, key, index]) : []));
}
