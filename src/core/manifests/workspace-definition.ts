import { joinPath, resolvePath } from '../paths.js';
import type { WorkspaceDefinition } from './facts.js';
import { readTools, type Section } from './section.js';
import { isTable, type TomlTable, tableAt, tablesAt, textAt, textsAt } from './toml.js';

const READERS = { uv: uvMembers, pdm: pdmMembers, hatch: hatchMembers, poetry: poetryPaths };

/**
 * The folders that a manifest declares to be packages of its workspace: uv's members and path sources, Poetry's
 * path dependencies, PDM's members and hatch's environment members. Patterns are kept as they are.
 * @param tools the `[tool]` of a `pyproject.toml`
 */
export function workspaceDefinition(tools: Section | null): WorkspaceDefinition {
  const found = readTools(tools, READERS);
  return {
    members: found.flatMap(({ members }) => members),
    exclude: found.flatMap(({ exclude }) => exclude),
  };
}

/** Paths and patterns as a manifest in `folder` writes them, from the root. */
function fromFolder(patterns: readonly string[], folder: string): string[] {
  return patterns.flatMap(pattern => {
    const clean = pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
    if (clean.split('/').includes('..') || clean.startsWith('/')) return resolvePath(folder, clean) ?? [];
    return [clean === '' || clean === '.' ? folder : joinPath(folder, clean)];
  });
}

function uvMembers({ table, place: { folder } }: Section): WorkspaceDefinition {
  const workspace = tableAt(table, 'workspace');
  const members = fromFolder(textsAt(workspace, 'members'), folder);
  return {
    members: members.concat(pathsOf(tableAt(table, 'sources'), folder)),
    exclude: fromFolder(textsAt(workspace, 'exclude'), folder),
  };
}

function pdmMembers({ table, place: { folder } }: Section): WorkspaceDefinition {
  return { members: fromFolder(textsAt(tableAt(table, 'workspace'), 'members'), folder), exclude: [] };
}

function hatchMembers({ table, place: { folder } }: Section): WorkspaceDefinition {
  const workspaces = Object.values(tableAt(table, 'envs'))
    .filter(isTable)
    .map(environment => tableAt(environment, 'workspace'));
  const members = workspaces.flatMap(workspace => [
    ...textsAt(workspace, 'members'),
    ...tablesAt(workspace, 'members').flatMap(member => textAt(member, 'path') ?? []),
  ]);
  return { members: fromFolder(members, folder), exclude: [] };
}

function poetryPaths({ table, place: { folder } }: Section): WorkspaceDefinition {
  const groups = Object.values(tableAt(table, 'group')).filter(isTable);
  const members = pathsOf(tableAt(table, 'dependencies'), folder).concat(
    pathsOf(tableAt(table, 'dev-dependencies'), folder),
    groups.flatMap(group => pathsOf(tableAt(group, 'dependencies'), folder)),
  );
  return { members, exclude: [] };
}

/** The folders under `path` in the entries of a table of sources or dependencies. */
function pathsOf(entries: TomlTable, folder: string): string[] {
  const paths: string[] = [];
  for (const key of Object.keys(entries)) {
    for (const entry of tablesAt(entries, key)) {
      const path = textAt(entry, 'path');
      const resolved = path === null ? null : resolvePath(folder, path);
      if (resolved !== null) paths.push(resolved);
    }
  }
  return paths;
}
