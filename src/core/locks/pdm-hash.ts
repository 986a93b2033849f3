import { globMatcher, patternFault } from '../globs.js';
import { isTable, type TomlTable, tableAt, textsAt } from '../manifests/toml.js';
import { baseName, folderOf, isInside, joinPath } from '../paths.js';
import type { Manifests, Sha256 } from './lock.js';
import { parseExactly, pythonJson } from './python-json.js';

/**
 * The content hashes that PDM has for the project in `folder`: of a workspace with its members as 2.29 has it, of
 * the project alone as 2.22 has it, and as 2.12 has it. Null where they cannot be computed.
 */
export function pdmHashes(manifests: Manifests, folder: string, sha256: Sha256): string[] | null {
  const root = dataOf(manifests, folder);
  const members = root === null ? null : membersOf(root, manifests, folder);
  if (root === null || members === null) return null;
  const alone = hashOf(hashed(root), sha256);
  const early = hashOf(hashedEarly(root), sha256);
  if (alone === null || early === null) return null;
  if (Object.keys(tableAt(root, 'tool', 'pdm', 'workspace')).length === 0) return [alone, alone, early];
  const parts = members.map(path => {
    const data = dataOf(manifests, path);
    const hash = data === null ? null : hashOf(hashed(data), sha256);
    return hash === null ? null : `\0${relative(folder, path)}\0${hash}`;
  });
  return parts.includes(null) ? null : [sha256(alone + parts.join('')), alone, early];
}

/** Null where PDM would read the manifest of another tool, and so hash what is not written there. */
function dataOf(manifests: Manifests, folder: string): TomlTable | null {
  const text = manifests.get(joinPath(folder, 'pyproject.toml'));
  const data = text === undefined ? null : parseExactly(text);
  if (data === null) return null;
  const isForeign = ['poetry', 'flit'].some(name => isTable(tableAt(data, 'tool')[name]));
  return !Object.hasOwn(data, 'project') && isForeign ? null : data;
}

function hashOf(content: TomlTable | null, sha256: Sha256): string | null {
  const json = content === null ? null : pythonJson(content);
  return json === null ? null : sha256(json);
}

/** Follows `PyProject.content_hash` of PDM. */
function hashed(data: TomlTable): TomlTable | null {
  const groups = groupsOf(data);
  return groups === null
    ? null
    : { ...common(data), 'dev-dependencies': groups, resolution: settings(data).resolution ?? {} };
}

function hashedEarly(data: TomlTable): TomlTable {
  const pdm = settings(data);
  const overrides = tableAt(pdm, 'resolution').overrides ?? {};
  return { ...common(data), 'dev-dependencies': pdm['dev-dependencies'] ?? {}, overrides };
}

function common(data: TomlTable): TomlTable {
  const project = tableAt(data, 'project');
  return {
    sources: settings(data).source ?? [],
    dependencies: project.dependencies ?? [],
    'optional-dependencies': project['optional-dependencies'] ?? {},
    'requires-python': project['requires-python'] ?? '',
  };
}

function settings(data: TomlTable): TomlTable {
  return tableAt(data, 'tool', 'pdm');
}

/** Null where a group is written twice: what PDM hashes then hangs on what it did before. */
function groupsOf(data: TomlTable): TomlTable | null {
  const entries = [
    ...Object.entries(tableAt(data, 'dependency-groups')),
    ...Object.entries(tableAt(settings(data), 'dev-dependencies')),
  ].map(([name, group]) => [name.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase(), group] as const);
  const groups = Object.fromEntries(entries);
  return Object.keys(groups).length === entries.length ? groups : null;
}

/** The folders of the members, in the order of the hash; null where a pattern cannot be followed. */
function membersOf(root: TomlTable, manifests: Manifests, folder: string): string[] | null {
  const patterns = textsAt(tableAt(root, 'tool', 'pdm', 'workspace'), 'members');
  if (patterns.some(pattern => patternFault(pattern) !== null)) return null;
  const matches = globMatcher(patterns);
  return [...manifests.keys()]
    .filter(path => baseName(path) === 'pyproject.toml')
    .map(folderOf)
    .filter(path => (path === folder || isInside(folder, path)) && matches(relative(folder, path)))
    .sort((a, b) => (relative(folder, a) < relative(folder, b) ? -1 : 1));
}

function relative(folder: string, path: string): string {
  if (path === folder) return '.';
  return folder === '.' ? path : path.slice(folder.length + 1);
}
