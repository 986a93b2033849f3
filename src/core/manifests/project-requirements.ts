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

/** `[tool.hatch]` with the keys of `hatch.toml` over it, and which those are. */
export interface HatchConfig {
  readonly table: TomlTable;
  readonly own: ReadonlySet<string>;
  /** The `hatch.toml`. */
  readonly file: string;
}

/** Every requirement that a `pyproject.toml` writes, in all the forms of the field. */
export function projectRequirements(data: TomlTable, hatch: HatchConfig, place: Place): Requirement[] {
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
  const sources = sourcePaths(tableAt(tool, 'uv', 'sources'), place);
  if (sources.size === 0) return found;
  return found.map(requirement => ({
    ...requirement,
    path: requirement.path ?? sources.get(requirement.name ?? '') ?? null,
  }));
}

/** What uv takes from a folder comes from there, whoever else has that name. */
function sourcePaths(sources: TomlTable, place: Place): Map<string, string> {
  const paths = new Map<string, string>();
  for (const key of Object.keys(sources)) {
    const text = tablesAt(sources, key)
      .map(entry => textAt(entry, 'path'))
      .find(path => path !== null);
    const path = resolvedPath(text ?? null, place);
    if (path !== null) paths.set(normalizeName(key), path);
  }
  return paths;
}

/** Environments and metadata hooks. */
function hatchRequirements({ table, own, file }: HatchConfig, place: Place): Requirement[] {
  const environments = Object.values(tableAt(table, 'envs')).filter(isTable);
  const hooks = Object.values(tableAt(table, 'metadata', 'hooks')).filter(isTable);
  const read = (key: string, kind: Kind, tables: readonly TomlTable[], names: readonly string[]) =>
    tables
      .flatMap(each => names.flatMap(name => textsAt(each, name)))
      .flatMap(text => fromText(text, kind, own.has(key) ? { ...place, file } : place));
  const extras = hooks.map(hook => tableAt(hook, 'optional-dependencies'));
  return [
    ...read('envs', 'dev', environments, ['dependencies', 'extra-dependencies']),
    ...read('metadata', 'runtime', hooks, ['dependencies']),
    ...extras.flatMap(extra => read('metadata', 'optional', [extra], Object.keys(extra))),
  ];
}

function poetryRequirements(poetry: TomlTable, project: TomlTable, place: Place): Requirement[] {
  if (Object.keys(poetry).length === 0) return [];
  const groups = Object.values(tableAt(poetry, 'group')).filter(isTable);
  // Beside [project] this table only says where a requirement comes from; the kind is that of [project].
  const known = projectNames(project);
  return [
    ...poetryTable(tableAt(poetry, 'dependencies'), 'runtime', place).filter(
      ({ name }) => !known.has(name ?? ''),
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
  const reference = (body.split(';')[0] as string).trim();
  const extras = reference.endsWith(']') ? reference.lastIndexOf('[') : -1;
  const path = referencePath(extras < 0 ? reference : reference.slice(0, extras), place);
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
