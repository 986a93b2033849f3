import { resolvePath } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import { type Kind, parseRequirement, type Requirement } from '../requirements/requirement.js';
import { isTable, type TomlTable, tableAt, tablesAt, textAt, textsAt } from './toml.js';

/** Where a manifest is, for resolving the paths it holds. */
export interface Place {
  /** Its folder, relative to the root. */
  readonly folder: string;
  readonly file: string;
}

/**
 * Every requirement that a `pyproject.toml` writes, in all the forms of the field.
 * @param hatch `[tool.hatch]` with the content of `hatch.toml`
 */
export function projectRequirements(data: TomlTable, hatch: TomlTable, place: Place): Requirement[] {
  const project = tableAt(data, 'project');
  const tool = tableAt(data, 'tool');
  const list = (kind: Kind, texts: readonly string[]) => texts.flatMap(text => fromText(text, kind, place));
  const perKey = (kind: Kind, table: TomlTable) =>
    Object.keys(table).flatMap(key => list(kind, textsAt(table, key)));
  const found = [
    ...list('runtime', textsAt(project, 'dependencies')),
    ...perKey('optional', tableAt(project, 'optional-dependencies')),
    ...list('build', textsAt(tableAt(data, 'build-system'), 'requires')),
    ...perKey('dev', tableAt(data, 'dependency-groups')),
    ...list('dev', textsAt(tableAt(tool, 'uv'), 'dev-dependencies')),
    ...perKey('dev', tableAt(tool, 'pdm', 'dev-dependencies')),
    ...hatchRequirements(hatch, place),
    ...poetryRequirements(tableAt(tool, 'poetry'), project, place),
    ...legacyFlitRequirements(tableAt(tool, 'flit', 'metadata'), place),
  ];
  // What uv takes from a folder comes from there, whoever else has that name.
  const sources = tableAt(tool, 'uv', 'sources');
  return found.map(requirement =>
    requirement.path === null
      ? { ...requirement, path: sourcePath(sources, requirement.name, place) }
      : requirement,
  );
}

function sourcePath(sources: TomlTable, name: string | null, place: Place): string | null {
  const key = Object.keys(sources).find(each => normalizeName(each) === name);
  const path =
    key === undefined
      ? null
      : (tablesAt(sources, key)
          .map(entry => textAt(entry, 'path'))
          .find(text => text !== null) ?? null);
  return resolvedPath(path, place);
}

/** Environments and metadata hooks. */
function hatchRequirements(hatch: TomlTable, place: Place): Requirement[] {
  const environments = Object.values(tableAt(hatch, 'envs')).filter(isTable);
  const hooks = Object.values(tableAt(hatch, 'metadata', 'hooks')).filter(isTable);
  const texts = (tables: readonly TomlTable[], ...keys: readonly string[]) =>
    tables.flatMap(table => keys.flatMap(key => textsAt(table, key)));
  return [
    ...texts(environments, 'dependencies', 'extra-dependencies').flatMap(text =>
      fromText(text, 'dev', place),
    ),
    ...texts(hooks, 'dependencies').flatMap(text => fromText(text, 'runtime', place)),
    ...hooks.flatMap(hook =>
      Object.keys(tableAt(hook, 'optional-dependencies')).flatMap(extra =>
        textsAt(tableAt(hook, 'optional-dependencies'), extra).flatMap(text =>
          fromText(text, 'optional', place),
        ),
      ),
    ),
  ];
}

function poetryRequirements(poetry: TomlTable, project: TomlTable, place: Place): Requirement[] {
  const groups = Object.values(tableAt(poetry, 'group')).filter(isTable);
  return [
    ...poetryTable(tableAt(poetry, 'dependencies'), 'runtime', place).filter(
      // Beside [project] this table only says where a requirement comes from; the kind is that of [project].
      ({ name }) => !projectNames(project).has(name ?? ''),
    ),
    ...poetryTable(tableAt(poetry, 'dev-dependencies'), 'dev', place),
    ...groups.flatMap(group => poetryTable(tableAt(group, 'dependencies'), 'dev', place)),
  ];
}

function projectNames(project: TomlTable): Set<string> {
  const extras = tableAt(project, 'optional-dependencies');
  const texts = [
    ...textsAt(project, 'dependencies'),
    ...Object.keys(extras).flatMap(key => textsAt(extras, key)),
  ];
  return new Set(texts.flatMap(text => parseRequirement(text)?.name ?? []));
}

function poetryTable(table: TomlTable, kind: Kind, place: Place): Requirement[] {
  return Object.keys(table)
    .filter(key => key.toLowerCase() !== 'python')
    .flatMap(key => {
      const name = normalizeName(key);
      const text = textAt(table, key);
      if (text !== null) return [{ name, kind, specifier: text, path: null, file: place.file }];
      return tablesAt(table, key).map(entry => ({
        name,
        kind: kind === 'runtime' && entry.optional === true ? 'optional' : kind,
        specifier: textAt(entry, 'version') ?? '',
        path: resolvedPath(textAt(entry, 'path'), place),
        file: place.file,
      }));
    });
}

function legacyFlitRequirements(metadata: TomlTable, place: Place): Requirement[] {
  const extras = tableAt(metadata, 'requires-extra');
  return [
    ...textsAt(metadata, 'requires').flatMap(text => fromText(text, 'runtime', place)),
    ...textsAt(metadata, 'dev-requires').flatMap(text => fromText(text, 'dev', place)),
    ...Object.keys(extras).flatMap(extra =>
      textsAt(extras, extra).flatMap(text => fromText(text, 'optional', place)),
    ),
  ];
}

/**
 * One requirement as text: PEP 508, the `file:` and `{root:uri}` references of PDM and hatch, and pip's editable
 * `-e ../path`, `-e file:///${PROJECT_ROOT}/../x#egg=x`. Text that names nothing gives nothing.
 */
export function fromText(text: string, kind: Kind, place: Place): Requirement[] {
  const trimmed = text.trim();
  const editable = /^(?:-e|--editable)[\s=]+(.*)$/s.exec(trimmed);
  const body = (editable?.[1] ?? trimmed).trim();
  const parsed = parseRequirement(body);
  if (parsed !== null && (parsed.url !== null || editable === null)) {
    const path = parsed.url === null ? null : referencePath(parsed.url, place);
    return [{ name: parsed.name, kind, specifier: parsed.specifier, path, file: place.file }];
  }
  if (editable === null && !/^(?:\.{1,2}\/|file:)/.test(body)) return [];
  const extras = body.endsWith(']') ? body.lastIndexOf('[') : -1;
  const path = referencePath(extras < 0 ? body : body.slice(0, extras), place);
  const egg = /#egg=([A-Za-z0-9._-]+)/.exec(body);
  if (path === null && egg === null) return [];
  return [
    {
      name: egg === null ? null : normalizeName(egg[1] as string),
      kind,
      specifier: '',
      path,
      file: place.file,
    },
  ];
}

/** The folder that a reference leads to; null for URLs of elsewhere. */
function referencePath(reference: string, place: Place): string | null {
  const text = (reference.split('#')[0] as string)
    .replace(/^file:(?:\/\/)?/, '')
    .replace(/^\/?(?:\$\{PROJECT_ROOT\}|\{root(?::uri)?\})/, '.')
    .replace(/^\/?\{root:parent(?::uri)?\}/, '..');
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) || text.includes('{')) return null;
  return resolvedPath(text, place);
}

function resolvedPath(path: string | null, place: Place): string | null {
  return path === null ? null : resolvePath(place.folder, path);
}
