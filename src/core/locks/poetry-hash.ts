import { type TomlTable, tableAt } from '../manifests/toml.js';
import { joinPath } from '../paths.js';
import type { Manifests, Sha256 } from './lock.js';
import { parseExactly, pythonJson } from './python-json.js';

const PROJECT_KEYS = ['requires-python', 'dependencies', 'optional-dependencies'];
/** Missing ones are hashed as null where there is nothing but `[tool.poetry]`. */
const LEGACY_KEYS = ['dependencies', 'source', 'extras', 'dev-dependencies'];
const POETRY_KEYS = [...LEGACY_KEYS, 'group'];

/**
 * The content hashes that Poetry has for the manifest in `folder`: by 2.3 and later, by 2.0 to 2.2, by 1.x, and by the
 * alphas of 1.2. It is over the requirements, not over the version. Null where the manifest cannot be hashed.
 */
export function poetryHashes(manifests: Manifests, folder: string, sha256: Sha256): string[] | null {
  const text = manifests.get(joinPath(folder, 'pyproject.toml'));
  const data = text === undefined ? null : parseExactly(text);
  if (data === null) return null;
  const project = chosen(tableAt(data, 'project'), PROJECT_KEYS);
  const groups = tableAt(data, 'dependency-groups');
  const poetry = tableAt(data, 'tool', 'poetry');
  const texts = [
    relevant(project, groups, poetry),
    relevant(project, {}, poetry),
    relevant({}, {}, poetry),
    ofAlphas(poetry),
  ].map(pythonJson);
  return texts.every(json => json !== null) ? texts.map(sha256) : null;
}

/** Follows `Locker._get_content_hash` of Poetry. */
function relevant(project: TomlTable, groups: TomlTable, poetry: TomlTable): TomlTable {
  const [hasProject, hasGroups] = [project, groups].map(table => Object.keys(table).length > 0);
  const own = chosen(poetry, POETRY_KEYS);
  if (!hasProject && !hasGroups)
    return { ...Object.fromEntries(LEGACY_KEYS.map(key => [key, null])), ...own };
  return {
    ...(hasProject ? { project } : {}),
    ...(hasGroups ? { 'dependency-groups': groups } : {}),
    tool: { poetry: own },
  };
}

/** The alphas of 1.2 knew groups alone. */
function ofAlphas(poetry: TomlTable): TomlTable {
  return Object.fromEntries(
    ['dependencies', 'group', 'source', 'extras'].map(key => [key, poetry[key] ?? null]),
  );
}

function chosen(table: TomlTable, keys: readonly string[]): TomlTable {
  return Object.fromEntries(keys.filter(key => Object.hasOwn(table, key)).map(key => [key, table[key]]));
}
