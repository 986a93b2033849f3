import { parseToml, type TomlTable, tableAt, textAt } from '../manifests/toml.js';
import { tomlLine } from '../manifests/toml-line.js';
import { joinPath } from '../paths.js';
import { parseVersion } from '../versions/version.js';
import type { VersionPlace } from '../workspace/package.js';
import type { ToolFolder } from './tool-config.js';

/** The table of a tool, and where it stands. */
export interface ToolTable {
  readonly file: string;
  readonly keys: readonly string[];
  readonly table: TomlTable;
}

/** The first of these files in the folder that holds the table under these keys, of those that can be read. */
export function findTable(
  { folder, project, names, lookup }: ToolFolder,
  candidates: readonly (readonly [name: string, ...keys: string[]])[],
): ToolTable | null {
  for (const [name, ...keys] of candidates) {
    const file = joinPath(folder, name);
    if (name === 'pyproject.toml') {
      if (hasTable(project, keys)) return { file, keys, table: tableAt(project, ...keys) };
      continue;
    }
    const text = names.has(name) ? lookup.text(file) : null;
    const parsed = text === null ? null : parseToml(text);
    if (parsed?.ok === true && hasTable(parsed.value, keys))
      return { file, keys, table: tableAt(parsed.value, ...keys) };
  }
  return null;
}

function hasTable(data: TomlTable, keys: readonly string[]): boolean {
  return keys.length === 0 || Object.hasOwn(tableAt(data, ...keys.slice(0, -1)), keys.at(-1) as string);
}

/** A version in a tool's table; null where there is none. What is no version is a placeholder for some other rule. */
export function tomlCopy(
  kind: string,
  { file, keys, table }: ToolTable,
  path: readonly string[],
  { lookup }: ToolFolder,
): VersionPlace | null {
  const value = textAt(tableAt(table, ...path.slice(0, -1)), path.at(-1) as string);
  if (value === null || parseVersion(value) === null) return null;
  const key = [...keys, ...path];
  const line = tomlLine(lookup.text(file) ?? '', key) ?? 1;
  return { kind, file, line, value, locate: { how: 'toml', key } };
}
