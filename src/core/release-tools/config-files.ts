import type { TomlTable } from '../manifests/toml.js';
import { notablePaths } from '../notable-paths.js';
import { baseName, folderOf } from '../paths.js';

/** Files in which release tools keep their configuration, beside `pyproject.toml`. */
const NAMES = new Set([
  '.bumpversion.cfg',
  '.bumpversion.toml',
  'setup.cfg',
  '.cz.toml',
  'cz.toml',
  '.cz.json',
  'cz.json',
  'releaserc.toml',
  'tbump.toml',
]);
const NONE: ReadonlySet<string> = new Set();

/** The names of such files by folder. */
export type ToolFiles = ReadonlyMap<string, ReadonlySet<string>>;

/** Collects them in one pass over all paths, so that a package without any costs one look. */
export function toolFiles(paths: readonly string[]): ToolFiles {
  const found = new Map<string, Set<string>>();
  for (const path of notablePaths(paths)) {
    const name = baseName(path);
    if (!NAMES.has(name)) continue;
    const folder = folderOf(path);
    const names = found.get(folder);
    if (names === undefined) found.set(folder, new Set([name]));
    else names.add(name);
  }
  return found;
}

export function toolFilesOf(files: ToolFiles, folder: string): ReadonlySet<string> {
  return files.get(folder) ?? NONE;
}

/** Whether a release tool may be configured in a folder. @param project the manifest, where it configures one */
export function hasToolConfig(files: ToolFiles, folder: string, project: TomlTable | null): boolean {
  return project !== null || files.has(folder);
}
