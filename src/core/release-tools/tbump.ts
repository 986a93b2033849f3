import { tablesAt, textAt } from '../manifests/toml.js';
import { CURRENT, splitTemplate } from './format-template.js';
import { findTable, tomlCopy } from './toml-config.js';
import { listed, type ToolConfig, type ToolFolder } from './tool-config.js';

/** The configuration of tbump: `tbump.toml`, else `[tool.tbump]`, as tbump/config.py looks for it. */
export function tbumpConfig(folder: ToolFolder): ToolConfig | null {
  const found = findTable(folder, [['tbump.toml'], ['pyproject.toml', 'tool', 'tbump']]);
  if (found === null) return null;
  const copy = tomlCopy('tbump', found, ['version', 'current'], folder);
  const files = tablesAt(found.table, 'file').flatMap(file => {
    const path = textAt(file, 'src');
    const search = textAt(file, 'search');
    // A template of its own writes parts of the version only.
    if (path === null || textAt(file, 'version_template') !== null) return [];
    if (search === null) return [listed(path, { how: 'lines', pattern: null })];
    const parts = splitTemplate(search, 'current_version');
    return parts === null ? [] : [listed(path, { how: 'lines', pattern: parts.join(CURRENT) })];
  });
  return { tool: 'tbump', copy, current: copy?.value ?? null, listed: files };
}
