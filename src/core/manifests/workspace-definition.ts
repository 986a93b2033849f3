import { joinPath, resolvePath } from '../paths.js';
import type { WorkspaceDefinition } from './facts.js';
import type { Place } from './project-requirements.js';
import { isTable, type TomlTable, tableAt, tablesAt, textAt, textsAt } from './toml.js';

/**
 * The folders that a manifest declares to be packages of its workspace: uv's members and path sources, Poetry's
 * path dependencies, PDM's members and hatch's environment members. Patterns are kept as they are.
 */
export function workspaceDefinition(data: TomlTable, place: Place): WorkspaceDefinition {
  const tool = tableAt(data, 'tool');
  const uv = tableAt(tool, 'uv', 'workspace');
  const hatchMembers = Object.values(tableAt(tool, 'hatch', 'envs'))
    .filter(isTable)
    .map(environment => tableAt(environment, 'workspace'))
    .flatMap(workspace => [
      ...textsAt(workspace, 'members'),
      ...tablesAt(workspace, 'members').flatMap(member => textAt(member, 'path') ?? []),
    ]);
  const patterns = [
    ...textsAt(uv, 'members'),
    ...textsAt(tableAt(tool, 'pdm', 'workspace'), 'members'),
    ...hatchMembers,
  ];
  return {
    members: [...patterns.flatMap(pattern => fromFolder(pattern, place)), ...pathDependencies(tool, place)],
    exclude: textsAt(uv, 'exclude').flatMap(pattern => fromFolder(pattern, place)),
  };
}

function fromFolder(pattern: string, place: Place): string[] {
  const clean = pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  if (clean.split('/').includes('..') || clean.startsWith('/')) {
    const resolved = resolvePath(place.folder, clean);
    return resolved === null ? [] : [resolved];
  }
  return [clean === '' || clean === '.' ? place.folder : joinPath(place.folder, clean)];
}

function pathDependencies(tool: TomlTable, place: Place): string[] {
  const poetry = tableAt(tool, 'poetry');
  const tables = [
    tableAt(poetry, 'dependencies'),
    tableAt(poetry, 'dev-dependencies'),
    ...Object.values(tableAt(poetry, 'group'))
      .filter(isTable)
      .map(group => tableAt(group, 'dependencies')),
    tableAt(tool, 'uv', 'sources'),
  ];
  return tables
    .flatMap(table => Object.keys(table).flatMap(key => tablesAt(table, key)))
    .flatMap(entry => textAt(entry, 'path') ?? [])
    .flatMap(path => resolvePath(place.folder, path) ?? []);
}
