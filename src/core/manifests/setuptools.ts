import { joinPath, resolvePath } from '../paths.js';
import type { PythonValue } from '../python-source/value.js';
import type { Kind, Requirement } from '../requirements/requirement.js';
import type { VersionDeclaration } from './facts.js';
import { type Ini, iniEntries, iniList } from './ini.js';
import { attributeVersion } from './project-version.js';
import { fromText, type Place } from './requirement-text.js';
import { argumentTexts, type SetupCall } from './setup-call.js';

/** What `setup.cfg` or `setup.py` says about the distribution. */
export interface LegacyFacts {
  readonly file: string;
  readonly name: string | null;
  /** Whether a name is given that only running the file could tell. */
  readonly nameComputed: boolean;
  readonly version: VersionDeclaration | null;
  readonly requirements: readonly Requirement[];
  /** Files that hold further requirements, relative to the root. */
  readonly requirementFiles: readonly RequirementFile[];
  readonly roots: readonly string[];
  readonly modules: readonly string[];
}

/** A requirement file that a manifest names, and what its requirements are for. */
export interface RequirementFile {
  readonly path: string;
  readonly kind: Kind;
}

/** What the options of a `setup.cfg` say, as setuptools reads them. */
export function setupCfgFacts(ini: Ini, place: Place): LegacyFacts {
  const metadata = ini.get('metadata');
  const lists: readonly CfgList[] = [
    { section: 'options', option: 'install_requires', kind: 'runtime' },
    { section: 'options', option: 'setup_requires', kind: 'build' },
    { section: 'options', option: 'tests_require', kind: 'dev' },
    ...[...(ini.get(EXTRAS)?.keys() ?? [])].map(
      option => ({ section: EXTRAS, option, kind: 'optional' }) as const,
    ),
  ];
  const where = ini.get('options.packages.find')?.get('where')?.value;
  const root = iniList(ini, 'options', 'package_dir').flatMap(line => /^=\s*(.+)$/.exec(line)?.[1] ?? []);
  return {
    file: place.file,
    name: metadata?.get('name')?.value || null,
    nameComputed: false,
    version: cfgVersion(metadata?.get('version')?.value ?? null, place),
    requirements: lists.flatMap(list => cfgRequirements(ini, list, place)),
    requirementFiles: lists.flatMap(list => cfgFiles(ini, list, place)),
    roots: [...(where === undefined ? [] : [where]), ...root],
    modules: [...iniList(ini, 'options', 'packages'), ...iniList(ini, 'options', 'py_modules')].filter(
      name => !name.includes(':'),
    ),
  };
}

const EXTRAS = 'options.extras_require';

/** A list of requirements in a `setup.cfg`. */
interface CfgList {
  readonly section: string;
  readonly option: string;
  readonly kind: Kind;
}

function cfgRequirements(ini: Ini, { section, option, kind }: CfgList, place: Place): Requirement[] {
  if (namedFiles(ini, section, option) !== null) return [];
  return iniEntries(ini, section, option).flatMap(
    ({ text }, index) => fromText(text, kind, place, [section, option, index]) ?? [],
  );
}

function cfgFiles(ini: Ini, { section, option, kind }: CfgList, { folder }: Place): RequirementFile[] {
  const names = namedFiles(ini, section, option)?.split(/[,\n]/) ?? [];
  return names.flatMap(name => {
    const path = name.trim() === '' ? null : resolvePath(folder, name.trim());
    return path === null ? [] : [{ path, kind }];
  });
}

/** What follows `file:`; null where the option holds the requirements themselves. */
function namedFiles(ini: Ini, section: string, option: string): string | null {
  return /^file:(.*)$/s.exec(ini.get(section)?.get(option)?.value ?? '')?.[1] ?? null;
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

/** What the call in a `setup.py` says, as far as it can be told without running it. */
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
    requirements: REQUIREMENT_ARGUMENTS.flatMap(([argumentName, kind]) =>
      argumentTexts(call, argumentName).flatMap(({ text, at }) => fromText(text, kind, place, at) ?? []),
    ),
    requirementFiles: [],
    roots: [...(root === null ? [] : [root]), ...(find === undefined ? [] : [find])],
    modules: ['packages', 'py_modules'].flatMap(each => argumentTexts(call, each).map(({ text }) => text)),
  };
}

const REQUIREMENT_ARGUMENTS: readonly (readonly [name: string, kind: Kind])[] = [
  ['install_requires', 'runtime'],
  ['setup_requires', 'build'],
  ['tests_require', 'dev'],
  ['extras_require', 'optional'],
];

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

function stringOf(value: PythonValue | null): string | null {
  return value?.kind === 'string' ? value.value : null;
}
