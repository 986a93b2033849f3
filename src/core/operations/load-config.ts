import { type Config, DEFAULT_CONFIG } from '../config/config.js';
import { RelctlError } from '../errors.js';
import { isTable, parseToml, tableAt } from '../manifests/toml.js';
import type { FileContent, Tree } from '../ports.js';

const FILE = 'relctl.toml';
const PROJECT = 'pyproject.toml';

/**
 * The configuration of a tree: `relctl.toml`, else `[tool.relctl]` of the root's `pyproject.toml`, else the
 * defaults. A broken `pyproject.toml` is no error here: it is reported as a manifest.
 * @throws CONFIG_INVALID, UNREADABLE_FILE
 */
export async function loadConfig(tree: Pick<Tree, 'read'>): Promise<Config> {
  const contents = await tree.read([FILE, PROJECT]);
  const own = textOf(FILE, contents.get(FILE));
  // The schema is loaded only where there is something to check.
  if (own !== null) return (await import('../config/read.js')).readConfig(FILE, own);
  const project = contents.get(PROJECT);
  if (project?.kind !== 'text' || !project.text.includes('relctl')) return DEFAULT_CONFIG;
  const parsed = parseToml(project.text);
  const tool = parsed.ok ? tableAt(parsed.value, 'tool') : {};
  if (!Object.hasOwn(tool, 'relctl')) return DEFAULT_CONFIG;
  if (!isTable(tool.relctl))
    throw new RelctlError('CONFIG_INVALID', `${PROJECT}: tool.relctl: must be a table`);
  return (await import('../config/read.js')).readConfig(PROJECT, project.text, ['tool', 'relctl']);
}

function textOf(file: string, content: FileContent | undefined): string | null {
  switch (content?.kind) {
    case undefined:
    case 'missing':
      return null;
    case 'text':
      return content.text;
    case 'link':
      throw new RelctlError('CONFIG_INVALID', `${file} is a symbolic link, and relctl follows none`);
    case 'not-text':
      throw new RelctlError('CONFIG_INVALID', `${file}: ${content.reason}`);
    case 'unreadable':
      throw new RelctlError('UNREADABLE_FILE', `${file} cannot be read: ${content.reason}`);
  }
}
