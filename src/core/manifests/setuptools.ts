import { joinPath } from '../paths.js';
import type { PythonValue } from '../python-source/value.js';
import type { Kind, Requirement } from '../requirements/requirement.js';
import type { VersionDeclaration } from './facts.js';
import { type Ini, iniList } from './ini.js';
import { fromText, type Place } from './project-requirements.js';
import { attributeVersion } from './project-version.js';
import type { SetupCall } from './setup-call.js';

/** What `setup.cfg` or `setup.py` says about the distribution. */
export interface LegacyFacts {
  readonly file: string;
  readonly name: string | null;
  /** Whether a name is given that only running the file could tell. */
  readonly nameComputed: boolean;
  readonly version: VersionDeclaration | null;
  readonly requirements: readonly Requirement[];
  readonly roots: readonly string[];
  readonly modules: readonly string[];
}

export function setupCfgFacts(ini: Ini, place: Place): LegacyFacts {
  const metadata = ini.get('metadata');
  const extras = [...(ini.get('options.extras_require') ?? [])].map(([name]) => name);
  const list = (kind: Kind, section: string, option: string) =>
    iniList(ini, section, option).flatMap(text => fromText(text, kind, place));
  const where = ini.get('options.packages.find')?.get('where')?.value;
  const root = iniList(ini, 'options', 'package_dir').flatMap(line => /^=\s*(.+)$/.exec(line)?.[1] ?? []);
  return {
    file: place.file,
    name: metadata?.get('name')?.value || null,
    nameComputed: false,
    version: cfgVersion(metadata?.get('version')?.value ?? null, place),
    requirements: [
      ...list('runtime', 'options', 'install_requires'),
      ...list('build', 'options', 'setup_requires'),
      ...list('dev', 'options', 'tests_require'),
      ...extras.flatMap(extra => list('optional', 'options.extras_require', extra)),
    ],
    roots: [...(where === undefined ? [] : [where]), ...root],
    modules: [...iniList(ini, 'options', 'packages'), ...iniList(ini, 'options', 'py_modules')].filter(
      name => !name.includes(':'),
    ),
  };
}

function cfgVersion(text: string | null, place: Place): VersionDeclaration | null {
  if (text === null || text === '') return null;
  const attribute = /^attr\s*:\s*(\S+)$/.exec(text);
  if (attribute !== null) return attributeVersion('setuptools-attr', attribute[1] as string);
  const file = /^file\s*:\s*([^,\s]+)/.exec(text);
  if (file !== null)
    return { how: 'content', kind: 'setuptools-file', file: joinPath(place.folder, file[1] as string) };
  return { how: 'literal', kind: 'setup-cfg', file: place.file, value: text, key: ['metadata', 'version'] };
}

export function setupPyFacts(call: SetupCall, place: Place): LegacyFacts {
  const argument = (name: string): PythonValue | null => call.arguments.get(name) ?? null;
  const name = argument('name');
  const packageDir = argument('package_dir');
  const root = packageDir?.kind === 'dict' ? stringOf(packageDir.entries.get('') ?? null) : null;
  const find = /find_(?:namespace_)?packages\(\s*(?:where\s*=\s*)?["']([^"']+)["']/.exec(call.text)?.[1];
  return {
    file: place.file,
    name: stringOf(name),
    nameComputed: name !== null && name.kind !== 'string',
    version: pyVersion(call, place),
    requirements: [
      ...requirements(argument('install_requires'), 'runtime', place),
      ...requirements(argument('setup_requires'), 'build', place),
      ...requirements(argument('tests_require'), 'dev', place),
      ...requirements(argument('extras_require'), 'optional', place),
    ],
    roots: [...(root === null ? [] : [root]), ...(find === undefined ? [] : [find])],
    modules: [...stringsOf(argument('packages')), ...stringsOf(argument('py_modules'))],
  };
}

function pyVersion(call: SetupCall, place: Place): VersionDeclaration | null {
  const version = call.arguments.get('version');
  if (version !== undefined) {
    // An empty text is a placeholder that code fills in.
    if (version.kind !== 'string' || version.value.trim() === '')
      return { how: 'computed', kind: 'setup-py' };
    return { how: 'literal', kind: 'setup-py', file: place.file, value: version.value, key: ['version'] };
  }
  return call.arguments.has('use_scm_version') ? { how: 'computed', kind: 'setuptools-scm' } : null;
}

function requirements(value: PythonValue | null, kind: Kind, place: Place): Requirement[] {
  if (value === null) return [];
  if (value.kind === 'dict')
    return [...value.entries.values()].flatMap(entry => requirements(entry, kind, place));
  return stringsOf(value).flatMap(text => text.split('\n').flatMap(line => fromText(line, kind, place)));
}

function stringOf(value: PythonValue | null): string | null {
  return value?.kind === 'string' ? value.value : null;
}

/** Texts with gaps count: what they name is known even where their version is not. */
function stringsOf(value: PythonValue | null): string[] {
  if (value?.kind === 'string' || value?.kind === 'template') return [value.value];
  return value?.kind === 'list' ? value.items.flatMap(stringsOf) : [];
}
