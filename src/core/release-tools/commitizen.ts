import { isTable, type TomlTable, textAt, textsAt } from '../manifests/toml.js';
import { joinPath } from '../paths.js';
import { parseVersion } from '../versions/version.js';
import { linePlace } from '../workspace/line-place.js';
import type { VersionPlace } from '../workspace/package.js';
import { escapePattern } from './format-template.js';
import { findTable, tomlCopy } from './toml-config.js';
import { type ListedFile, listed, type ToolConfig, type ToolFolder } from './tool-config.js';

/**
 * The configuration of commitizen, by the order of its own `CONFIG_FILES`. `version` is a copy where the provider
 * is the default one; other providers read the version from elsewhere, and leave the key alone.
 */
export function commitizenConfig(folder: ToolFolder): ToolConfig | null {
  const own = findTable(folder, [
    ['.cz.toml', 'tool', 'commitizen'],
    ['cz.toml', 'tool', 'commitizen'],
  ]);
  const json = own === null ? jsonConfig(folder) : null;
  if (json !== null) return json;
  const found = own ?? findTable(folder, [['pyproject.toml', 'tool', 'commitizen']]);
  return found === null ? null : configOf(found.table, tomlCopy('commitizen', found, ['version'], folder));
}

function configOf(table: TomlTable, copy: VersionPlace | null): ToolConfig {
  const keepsCopy = (textAt(table, 'version_provider') ?? 'commitizen') === 'commitizen';
  return {
    tool: 'commitizen',
    copy: keepsCopy ? copy : null,
    current: keepsCopy ? textAt(table, 'version') : null,
    listed: textsAt(table, 'version_files').map(listedFile),
  };
}

/** `path:regex`, split at the first colon; the path may be a pattern. */
function listedFile(entry: string): ListedFile {
  const colon = entry.indexOf(':');
  const path = colon < 0 ? entry : entry.slice(0, colon);
  const pattern = colon < 0 ? '' : entry.slice(colon + 1);
  return listed(path, { how: 'lines', pattern: pattern === '' ? null : pattern });
}

function jsonConfig({ folder, names, lookup }: ToolFolder): ToolConfig | null {
  const name = ['.cz.json', 'cz.json'].find(candidate => names.has(candidate));
  const file = joinPath(folder, name ?? '');
  const text = name === undefined ? null : lookup.text(file);
  const table = text === null ? null : commitizenTable(text);
  if (text === null || table === null) return null;
  return configOf(table, jsonCopy(file, text, textAt(table, 'version')));
}

function commitizenTable(text: string): TomlTable | null {
  try {
    const data: unknown = JSON.parse(text);
    return isTable(data) && isTable(data.commitizen) ? data.commitizen : null;
  } catch {
    return null;
  }
}

/** Where the file writes the key with that value once, it can be nowhere else. */
function jsonCopy(file: string, text: string, version: string | null): VersionPlace | null {
  if (version === null || parseVersion(version) === null) return null;
  const matches = [...text.matchAll(new RegExp(`("version"\\s*:\\s*")${escapePattern(version)}"`, 'g'))];
  const [match] = matches;
  if (match === undefined || matches.length > 1) return null;
  const from = match.index + (match[1] as string).length;
  return linePlace('commitizen', file, text, from, from + version.length);
}
