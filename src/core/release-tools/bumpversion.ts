import { type Ini, parseIni } from '../manifests/ini.js';
import { type TomlTable, tablesAt, textAt, textsAt } from '../manifests/toml.js';
import { joinPath } from '../paths.js';
import { parseVersion } from '../versions/version.js';
import type { VersionPlace } from '../workspace/package.js';
import { CURRENT, keepsText, splitTemplate } from './format-template.js';
import { findTable, tomlCopy } from './toml-config.js';
import { type ListedFile, listed, type Search, type ToolConfig, type ToolFolder } from './tool-config.js';

/** How a path from the root of the repository starts. */
const REPOSITORY = /^\{repo_root\}\/+/;

/** One entry of the listed files, and the options that stand in for what it leaves out. */
type Options = TomlTable;

/**
 * The configuration of bump-my-version and bump2version: the first of `.bumpversion.cfg`, `.bumpversion.toml`,
 * `setup.cfg` and `pyproject.toml` that has one, as bumpversion/config/files.py looks for it.
 */
export function bumpversionConfig(folder: ToolFolder): ToolConfig | null {
  return (
    iniConfig(folder, '.bumpversion.cfg') ??
    tomlConfig(folder, '.bumpversion.toml') ??
    iniConfig(folder, 'setup.cfg') ??
    tomlConfig(folder, 'pyproject.toml')
  );
}

function tomlConfig(folder: ToolFolder, name: string): ToolConfig | null {
  const found = findTable(folder, [[name, 'tool', 'bumpversion']]);
  if (found === null) return null;
  const copy = tomlCopy('bumpversion', found, ['current_version'], folder);
  const files = tablesAt(found.table, 'files');
  return configOf(copy, textAt(found.table, 'current_version'), files, found.table);
}

function iniConfig({ folder, names, lookup }: ToolFolder, name: string): ToolConfig | null {
  const file = joinPath(folder, name);
  const text = names.has(name) ? lookup.text(file) : null;
  if (text === null || !text.includes('bumpversion]')) return null;
  const ini = parseIni(text);
  const option = ini.get('bumpversion')?.get('current_version');
  const locate = { how: 'ini', section: 'bumpversion', option: 'current_version' } as const;
  const copy: VersionPlace | null =
    option === undefined || parseVersion(option.value) === null
      ? null
      : { kind: 'bumpversion', file, line: option.line, value: option.value, locate };
  return configOf(copy, option?.value ?? null, iniFiles(ini), iniOptions(ini, 'bumpversion'));
}

/** Sections such as `bumpversion:file:setup.py` and `bumpversion:file (docs):README.md`. */
function iniFiles(ini: Ini): Options[] {
  return [...ini.keys()].flatMap((section): Options[] => {
    const [tool, kind, path] = section.split(':');
    if (tool !== 'bumpversion' || kind === undefined || path === undefined) return [];
    const options = iniOptions(ini, section);
    if (kind.startsWith('file')) return [{ filename: path, ...options }];
    return kind.startsWith('glob') ? [{ glob: path, ...options }] : [];
  });
}

function iniOptions(ini: Ini, section: string): Options {
  const options = [...(ini.get(section) ?? [])].map(([name, { value }]): [string, unknown] => [
    name,
    name === 'regex' ? /^true$/i.test(value) : value,
  ]);
  return Object.fromEntries(options);
}

function configOf(
  copy: VersionPlace | null,
  current: string | null,
  files: readonly Options[],
  defaults: Options,
): ToolConfig {
  return {
    tool: 'bumpversion',
    copy,
    current,
    listed: files.flatMap(file => listedFile(file, defaults) ?? []),
  };
}

/** Files that only some bumps touch, or that hold the version in another form, do not hold the version itself. */
function listedFile(file: Options, defaults: Options): ListedFile | null {
  if (['parse', 'serialize', 'include_bumps', 'exclude_bumps'].some(option => Object.hasOwn(file, option)))
    return null;
  const path = textAt(file, 'glob') ?? textAt(file, 'filename');
  const search = searchOf(file, defaults);
  if (path === null || search === null) return null;
  return {
    ...listed(path.replace(REPOSITORY, ''), search),
    fromRoot: REPOSITORY.test(path),
    exclude: textsAt(file, 'glob_exclude'),
  };
}

function searchOf(file: Options, defaults: Options): Search | null {
  const key = textAt(file, 'key_path');
  if (key !== null) return { how: 'key', key: key.split('.') };
  const option = (name: string) => textAt(file, name) ?? textAt(defaults, name);
  const parts = splitTemplate(option('search') ?? '{current_version}', 'current_version');
  if (parts === null) return null;
  const isPattern = (file.regex ?? defaults.regex) === true;
  if (isPattern) return { how: 'match', pattern: parts.join(CURRENT) };
  const replace = option('replace');
  return replace === null || keepsText(parts, replace) ? { how: 'template', parts } : null;
}
