import { type TomlTable, textAt, textsAt } from '../manifests/toml.js';
import { findTable } from './toml-config.js';
import { type ListedFile, listed, type ToolConfig, type ToolFolder } from './tool-config.js';

/**
 * The configuration of python-semantic-release. It keeps no copy of the version, which it takes from tags, but lists
 * the places that it writes: `version_toml`, `version_variables`, and `version_variable` of releases before 8.
 */
export function semanticReleaseConfig(folder: ToolFolder): ToolConfig | null {
  const found = findTable(folder, [
    ['releaserc.toml', 'tool', 'semantic_release'],
    ['releaserc.toml', 'semantic_release'],
    ['pyproject.toml', 'tool', 'semantic_release'],
  ]);
  if (found === null) return null;
  const prefix = tagPrefix(found.table);
  const entries = (name: string) => textsAt(found.table, name).flatMap(text => text.split(','));
  return {
    tool: 'semantic-release',
    copy: null,
    current: null,
    listed: [
      ...entries('version_toml').flatMap(entry => listedFile(entry, true, prefix)),
      ...['version_variables', 'version_variable'].flatMap(name =>
        entries(name).flatMap(entry => listedFile(entry, false, prefix)),
      ),
    ],
  };
}

/** What stands before the version in a tag; null where something follows it, too. */
function tagPrefix(table: TomlTable): string | null {
  const [before = '', after = ''] = (textAt(table, 'tag_format') ?? 'v{version}').split('{version}');
  return after === '' ? before : null;
}

/** `path:key`, `path:variable` or `path:*`, each with `:nf` for the number or `:tf` for the tag behind it. */
function listedFile(entry: string, isKey: boolean, tag: string | null): ListedFile[] {
  const [path = '', name = '', form = 'nf'] = entry.trim().split(':');
  const prefix = form === 'tf' ? tag : '';
  if (path === '' || name === '' || prefix === null || (isKey && prefix !== '')) return [];
  if (isKey) return [listed(path, { how: 'key', key: name.split('.') })];
  return [listed(path, name === '*' ? { how: 'content', prefix } : { how: 'variable', name, prefix })];
}
