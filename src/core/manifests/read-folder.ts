import { baseName, joinPath } from '../paths.js';
import { isName } from '../requirements/name.js';
import type { Requirement } from '../requirements/requirement.js';
import type { Lookup } from '../workspace/lookup.js';
import type { Problem, Warning } from '../workspace/problem.js';
import type { ManifestFacts, ModuleHints, VersionDeclaration, WorkspaceDefinition } from './facts.js';
import { parseIni } from './ini.js';
import { moduleHints } from './module-hints.js';
import { type HatchConfig, type Place, projectRequirements } from './project-requirements.js';
import { projectVersion } from './project-version.js';
import { requirementFile } from './requirement-files.js';
import { type LegacyFacts, setupCfgFacts, setupPyFacts } from './setuptools.js';
import { type Fault, parseToml, type TomlTable, tableAt, textAt, textsAt } from './toml.js';
import { workspaceDefinition } from './workspace-definition.js';

/** What the manifests of one folder say. */
export interface FolderReading {
  /** Null where no distribution is named. */
  readonly facts: ManifestFacts | null;
  readonly definition: WorkspaceDefinition | null;
  /** The parsed `pyproject.toml`. */
  readonly project: TomlTable | null;
  readonly problem: Problem | null;
  readonly warnings: readonly Warning[];
}

const NOTHING: FolderReading = { facts: null, definition: null, project: null, problem: null, warnings: [] };

/**
 * Reads `pyproject.toml`, `setup.cfg`, `setup.py`, `hatch.toml` and the requirement files of a folder. Asks
 * `lookup` for the files it needs; the answer holds once nothing more is wanted.
 */
export function readFolder(
  folder: string,
  requirementFiles: readonly string[],
  lookup: Lookup,
): FolderReading {
  const file = joinPath(folder, 'pyproject.toml');
  const content = lookup.index.has(file) ? lookup.content(file) : undefined;
  if (content?.kind === 'not-text') return broken(file, { line: 1, column: 1, message: content.reason });
  const text = lookup.text(file);
  const parsed = text === null ? null : parseToml(text);
  if (parsed?.ok === false) return broken(file, parsed.fault);
  const data = parsed?.value ?? {};
  const legacy = needsLegacy(data) ? readLegacy(folder, lookup) : [];
  const reading = { project: parsed?.value ?? null, definition: workspaceDefinition(data, { folder, file }) };
  const named = distributionName(data, file, legacy, folder);
  if (named === null) return { ...NOTHING, ...reading, warnings: computedName(legacy, folder) };
  if (!isName(named.name)) {
    // Templates have such names; what is really meant as a package fails to build at once.
    const message = `${named.manifest} is not taken for a package: ${JSON.stringify(named.name)} is no distribution name`;
    return { ...NOTHING, ...reading, warnings: [{ code: 'name-invalid', message }] };
  }
  const hatch = hatchConfig(data, folder, lookup);
  const facts: ManifestFacts = {
    path: folder,
    manifest: named.manifest,
    name: named.name,
    virtual: isVirtual(data),
    version: projectVersion(data, hatch.table, { folder, file }, firstVersion(legacy)),
    requirements: [
      ...projectRequirements(data, hatch, { folder, file }),
      ...legacy.flatMap(({ requirements }) => requirements),
      ...fileRequirements(data, folder, requirementFiles, lookup),
    ],
    modules: joinHints(moduleHints(data, hatch.table), legacy),
  };
  return { ...NOTHING, ...reading, facts };
}

function broken(file: string, fault: Fault): FolderReading {
  return {
    ...NOTHING,
    problem: {
      rule: 'manifest-broken',
      severity: 'error',
      package: null,
      file,
      line: fault.line,
      column: fault.column,
      message: `${file}:${fault.line}:${fault.column} cannot be read: ${fault.message}`,
      hint: 'Mend the file; until then relctl does not know the package in this folder.',
    },
  };
}

/** `setup.cfg` and `setup.py` count where the `pyproject.toml` leaves something to them. */
function needsLegacy(data: TomlTable): boolean {
  const project = tableAt(data, 'project');
  if (textAt(tableAt(data, 'tool', 'poetry'), 'name') !== null) return false;
  if (textAt(tableAt(data, 'tool', 'flit', 'metadata'), 'module') !== null) return false;
  if (textAt(project, 'name') === null) return true;
  const backend = textAt(tableAt(data, 'build-system'), 'build-backend') ?? 'setuptools';
  return backend.startsWith('setuptools') && textsAt(project, 'dynamic').length > 0;
}

function readLegacy(folder: string, lookup: Lookup): LegacyFacts[] {
  const cfg = joinPath(folder, 'setup.cfg');
  const py = joinPath(folder, 'setup.py');
  const cfgText = lookup.text(cfg);
  const call = lookup.setupCall(py);
  return [
    ...(cfgText === null ? [] : [setupCfgFacts(parseIni(cfgText), { folder, file: cfg })]),
    ...(call === null ? [] : [setupPyFacts(call, { folder, file: py })]),
  ];
}

function distributionName(
  data: TomlTable,
  file: string,
  legacy: readonly LegacyFacts[],
  folder: string,
): { name: string; manifest: string } | null {
  const metadata = tableAt(data, 'tool', 'flit', 'metadata');
  const own =
    textAt(tableAt(data, 'project'), 'name') ??
    textAt(tableAt(data, 'tool', 'poetry'), 'name') ??
    textAt(metadata, 'dist-name') ??
    textAt(metadata, 'module');
  if (own !== null) return { name: own, manifest: file };
  const named = legacy.find(({ name }) => name !== null);
  return named?.name == null ? null : { name: named.name, manifest: joinPath(folder, baseName(named.file)) };
}

function computedName(legacy: readonly LegacyFacts[], folder: string): Warning[] {
  if (!legacy.some(({ nameComputed }) => nameComputed)) return [];
  const file = joinPath(folder, 'setup.py');
  const message = `${file} computes the name of its distribution, so the folder is not taken for a package; name it in pyproject.toml or setup.cfg`;
  return [{ code: 'name-computed', message }];
}

function isVirtual(data: TomlTable): boolean {
  return (
    tableAt(data, 'tool', 'uv').package === false || tableAt(data, 'tool', 'poetry')['package-mode'] === false
  );
}

/** As hatchling does: the keys of `hatch.toml` replace those of the table, one by one. */
function hatchConfig(data: TomlTable, folder: string, lookup: Lookup): HatchConfig {
  const file = joinPath(folder, 'hatch.toml');
  const text = lookup.text(file);
  const parsed = text === null ? null : parseToml(text);
  const own = parsed?.ok === true ? parsed.value : {};
  return { table: { ...tableAt(data, 'tool', 'hatch'), ...own }, own: new Set(Object.keys(own)), file };
}

function firstVersion(legacy: readonly LegacyFacts[]): VersionDeclaration | null {
  return legacy.find(({ version }) => version !== null)?.version ?? null;
}

/** Files that setuptools reads dependencies from are what a user installs; the others serve development. */
function fileRequirements(
  data: TomlTable,
  folder: string,
  files: readonly string[],
  lookup: Lookup,
): Requirement[] {
  const dynamic = tableAt(data, 'tool', 'setuptools', 'dynamic');
  const runtime = textsAt(tableAt(dynamic, 'dependencies'), 'file').map(name => joinPath(folder, name));
  const extras = tableAt(dynamic, 'optional-dependencies');
  const optional = Object.keys(extras).flatMap(extra =>
    textsAt(tableAt(extras, extra), 'file').map(name => joinPath(folder, name)),
  );
  const read = (kind: 'runtime' | 'optional' | 'dev', paths: readonly string[]) =>
    paths.flatMap(path =>
      requirementFile(lookup.text(path) ?? '', kind, { folder, file: path } satisfies Place),
    );
  return [
    ...read('runtime', runtime),
    ...read('optional', optional),
    ...read(
      'dev',
      files.filter(path => !runtime.includes(path) && !optional.includes(path)),
    ),
  ];
}

function joinHints(hints: ModuleHints, legacy: readonly LegacyFacts[]): ModuleHints {
  return {
    roots: [...hints.roots, ...legacy.flatMap(({ roots }) => roots)],
    modules: [...hints.modules, ...legacy.flatMap(({ modules }) => modules)],
  };
}
