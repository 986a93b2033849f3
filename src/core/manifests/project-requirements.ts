import { resolvePath } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import type { Requirement } from '../requirements/requirement.js';
import { type HatchConfig, hatchRequirements } from './hatch-requirements.js';
import { poetryRequirements } from './poetry-requirements.js';
import { requirementList, requirementLists, type Section, subsection } from './section.js';
import { tablesAt, textAt } from './toml.js';

/**
 * Every requirement that a `pyproject.toml` writes and that makes an edge, in all the forms of the field.
 * @param root the whole document
 */
export function projectRequirements(root: Section, hatch: HatchConfig): Requirement[] {
  const project = subsection(root, 'project');
  const tool = subsection(root, 'tool');
  const uv = subsection(tool, 'uv');
  const poetry = subsection(tool, 'poetry');
  const declared = requirementList(project, 'dependencies', 'runtime').concat(
    requirementLists(subsection(project, 'optional-dependencies'), 'optional'),
  );
  const own = poetry === null ? [] : poetryRequirements(poetry);
  const found = declared.concat(
    requirementList(subsection(root, 'build-system'), 'requires', 'build'),
    requirementLists(subsection(root, 'dependency-groups'), 'dev'),
    requirementList(uv, 'dev-dependencies', 'dev'),
    requirementLists(subsection(subsection(tool, 'pdm'), 'dev-dependencies'), 'dev'),
    hatchRequirements(hatch, root.place),
    besides(declared, own),
    legacyFlitRequirements(subsection(subsection(tool, 'flit'), 'metadata')),
  );
  const paths = sourcePaths(subsection(uv, 'sources'));
  for (const { name, path } of own)
    if (name !== null && path !== null && !paths.has(name)) paths.set(name, path);
  return paths.size === 0 ? found : found.map(requirement => withPath(requirement, paths));
}

/** A requirement comes from the folder that another table of the file names for it, whoever else has that name. */
function withPath(requirement: Requirement, paths: ReadonlyMap<string, string>): Requirement {
  const path = requirement.path ?? paths.get(requirement.name ?? '') ?? null;
  return path === requirement.path ? requirement : { ...requirement, path };
}

function sourcePaths(sources: Section | null): Map<string, string> {
  const paths = new Map<string, string>();
  if (sources === null) return paths;
  const { table, place } = sources;
  for (const key of Object.keys(table)) {
    const text = tablesAt(table, key)
      .map(entry => textAt(entry, 'path'))
      .find(each => each !== null);
    const path = text == null ? null : resolvePath(place.folder, text);
    if (path !== null) paths.set(normalizeName(key), path);
  }
  return paths;
}

/**
 * Beside `[project]` the main table of Poetry only adds to what is declared there: the kind is that of `[project]`,
 * and an entry without a specifier adds no requirement. Poetry takes versions that both specifiers admit.
 */
function besides(declared: readonly Requirement[], poetry: readonly Requirement[]): Requirement[] {
  if (poetry.length === 0) return [];
  const kinds = new Map(declared.map(({ name, kind }) => [name, kind]));
  return poetry.flatMap(requirement => {
    const kind = requirement.kind === 'dev' ? undefined : kinds.get(requirement.name);
    if (kind === undefined) return [requirement];
    return requirement.specifier === '' ? [] : [{ ...requirement, kind }];
  });
}

function legacyFlitRequirements(metadata: Section | null): Requirement[] {
  if (metadata === null) return [];
  return [
    ...requirementList(metadata, 'requires', 'runtime'),
    ...requirementList(metadata, 'dev-requires', 'dev'),
    ...requirementLists(subsection(metadata, 'requires-extra'), 'optional'),
  ];
}
