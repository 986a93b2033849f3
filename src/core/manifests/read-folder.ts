import { joinPath, resolvePath } from '../paths.js';
import { isName } from '../requirements/name.js';
import type { Kind, Requirement } from '../requirements/requirement.js';
import type { ManifestFolder } from '../workspace/discovery.js';
import type { Lookup } from '../workspace/lookup.js';
import type { Problem, Warning } from '../workspace/problem.js';
import { projectConstraints } from './constraints.js';
import {
  type ManifestFacts,
  type ModuleHints,
  RELEASE_TOOLS,
  type VersionDeclaration,
  type WorkspaceDefinition,
} from './facts.js';
import { hatchConfig } from './hatch-requirements.js';
import { parseIni } from './ini.js';
import { moduleHints } from './module-hints.js';
import { projectRequirements } from './project-requirements.js';
import { projectVersion } from './project-version.js';
import { requirementFile } from './requirement-files.js';
import { type Section, subsection } from './section.js';
import { type LegacyFacts, type RequirementFile, setupCfgFacts, setupPyFacts } from './setuptools.js';
import { type Fault, parseToml, type TomlTable, tableAt, textAt, textsAt } from './toml.js';
import { workspaceDefinition } from './workspace-definition.js';

/** What the manifests of one folder say. */
export interface FolderReading {
  /** Null where no distribution is named. */
  readonly facts: ManifestFacts | null;
  /**
   * Requirements that make no edge, but that a new version of a package can break as well: constraints and
   * overrides, and where no distribution is named all that the folder requires.
   */
  readonly loose: readonly Requirement[];
  readonly definition: WorkspaceDefinition | null;
  /** What else of the `pyproject.toml` is of use later; null where there is none. */
  readonly project: ProjectFacts | null;
  readonly problem: Problem | null;
  readonly warnings: readonly Warning[];
}

/** Few manifests are kept as they are: a thousand documents that live on cost more than reading them. */
export interface ProjectFacts {
  /** Whether `[project]` leaves the version to the back-end. */
  readonly dynamicVersion: boolean;
  /** The whole document, where it configures a release tool. */
  readonly withReleaseTools: TomlTable | null;
}

function projectFacts(data: TomlTable, tools: Section | null): ProjectFacts {
  const hasTools = tools !== null && RELEASE_TOOLS.some(tool => Object.hasOwn(tools.table, tool));
  return {
    dynamicVersion: textsAt(tableAt(data, 'project'), 'dynamic').includes('version'),
    withReleaseTools: hasTools ? data : null,
  };
}

const NOTHING: FolderReading = {
  facts: null,
  loose: [],
  definition: null,
  project: null,
  problem: null,
  warnings: [],
};

/**
 * Reads `pyproject.toml`, `setup.cfg`, `setup.py`, `hatch.toml` and the requirement files of a folder. Asks
 * `lookup` for the files it needs; the answer holds once nothing more is wanted.
 */
export function readFolder(folder: string, files: ManifestFolder, lookup: Lookup): FolderReading {
  const file = joinPath(folder, 'pyproject.toml');
  const text = (path: string) => (files.manifests.includes(path) ? lookup.text(path) : null);
  const content = files.manifests.includes(file) ? lookup.content(file) : undefined;
  if (content?.kind === 'not-text') return broken(file, { line: 1, column: 1, message: content.reason });
  const own = text(file);
  const parsed = own === null ? null : parseToml(own);
  if (parsed?.ok === false) return broken(file, parsed.fault);
  const data = parsed?.value ?? {};
  const place = { folder, file };
  const root: Section = { table: data, at: [], place };
  const tools = subsection(root, 'tool');
  const legacy = needsLegacy(data) ? readLegacy(folder, text, lookup) : [];
  const named = distributionName(data, file, legacy);
  const reading = {
    ...NOTHING,
    loose: projectConstraints(tools),
    definition: workspaceDefinition(tools),
    project: parsed === null ? null : projectFacts(data, tools),
  };
  if (named !== null && !isName(named.name)) return { ...reading, warnings: [invalidName(named)] };
  const hatchFile = joinPath(folder, 'hatch.toml');
  const hatch = hatchConfig(data, text(hatchFile), hatchFile);
  const requirements = projectRequirements(root, hatch).concat(
    legacy.flatMap(each => each.requirements),
    fileRequirements(data, folder, legacy, files.requirementFiles, lookup),
  );
  if (named === null) {
    const loose = [...requirements, ...reading.loose];
    return { ...reading, loose, warnings: computedName(legacy, folder) };
  }
  const facts: ManifestFacts = {
    path: folder,
    manifest: named.manifest,
    name: named.name,
    virtual: isVirtual(data),
    version: projectVersion(data, hatch.table, place, firstVersion(legacy)),
    requirements,
    modules: joinHints(moduleHints(tools, hatch.table), legacy),
  };
  return { ...reading, facts };
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
  const tool = tableAt(data, 'tool');
  if (textAt(tableAt(tool, 'poetry'), 'name') !== null) return false;
  if (textAt(tableAt(tool, 'flit', 'metadata'), 'module') !== null) return false;
  if (textAt(project, 'name') === null) return true;
  const backend = textAt(tableAt(data, 'build-system'), 'build-backend') ?? 'setuptools';
  return backend.startsWith('setuptools') && textsAt(project, 'dynamic').length > 0;
}

function readLegacy(folder: string, text: (path: string) => string | null, lookup: Lookup): LegacyFacts[] {
  const cfg = joinPath(folder, 'setup.cfg');
  const py = joinPath(folder, 'setup.py');
  const cfgText = text(cfg);
  const call = text(py) === null ? null : lookup.setupCall(py);
  return [
    ...(cfgText === null ? [] : [setupCfgFacts(parseIni(cfgText), { folder, file: cfg })]),
    ...(call === null ? [] : [setupPyFacts(call, { folder, file: py })]),
  ];
}

/** A name, and the file that gives it. */
interface Named {
  readonly name: string;
  readonly manifest: string;
}

function distributionName(data: TomlTable, file: string, legacy: readonly LegacyFacts[]): Named | null {
  const tool = tableAt(data, 'tool');
  const metadata = tableAt(tool, 'flit', 'metadata');
  const own =
    textAt(tableAt(data, 'project'), 'name') ??
    textAt(tableAt(tool, 'poetry'), 'name') ??
    textAt(metadata, 'dist-name') ??
    textAt(metadata, 'module');
  if (own !== null) return { name: own, manifest: file };
  const named = legacy.find(({ name }) => name !== null);
  return named?.name == null ? null : { name: named.name, manifest: named.file };
}

/** Templates have such names; what is really meant as a package fails to build at once. */
function invalidName({ name, manifest }: Named): Warning {
  const message = `${manifest} is not taken for a package: ${JSON.stringify(name)} is no distribution name`;
  return { code: 'name-invalid', message };
}

function computedName(legacy: readonly LegacyFacts[], folder: string): Warning[] {
  if (!legacy.some(({ nameComputed }) => nameComputed)) return [];
  const file = joinPath(folder, 'setup.py');
  const message = `${file} computes the name of its distribution, so the folder is not taken for a package; name it in pyproject.toml or setup.cfg`;
  return [{ code: 'name-computed', message }];
}

function isVirtual(data: TomlTable): boolean {
  const tool = tableAt(data, 'tool');
  return tableAt(tool, 'uv').package === false || tableAt(tool, 'poetry')['package-mode'] === false;
}

function firstVersion(legacy: readonly LegacyFacts[]): VersionDeclaration | null {
  return legacy.find(({ version }) => version !== null)?.version ?? null;
}

/** Files that setuptools reads dependencies from are what a user installs; the others serve development. */
function fileRequirements(
  data: TomlTable,
  folder: string,
  legacy: readonly LegacyFacts[],
  files: readonly string[],
  lookup: Lookup,
): Requirement[] {
  const named = dynamicFiles(data, folder).concat(legacy.flatMap(each => each.requirementFiles));
  const others = files
    .filter(path => !named.some(each => each.path === path))
    .map((path): RequirementFile => ({ path, kind: 'dev' }));
  return named
    .concat(others)
    .flatMap(({ path, kind }) => requirementFile(lookup.text(path) ?? '', kind, { folder, file: path }));
}

/** `dependencies` and `optional-dependencies` of `[tool.setuptools.dynamic]`. */
function dynamicFiles(data: TomlTable, folder: string): RequirementFile[] {
  const dynamic = tableAt(data, 'tool', 'setuptools', 'dynamic');
  const extras = tableAt(dynamic, 'optional-dependencies');
  const files = (kind: Kind, table: TomlTable): RequirementFile[] =>
    textsAt(table, 'file').flatMap(name => {
      const path = resolvePath(folder, name);
      return path === null ? [] : [{ path, kind }];
    });
  return files('runtime', tableAt(dynamic, 'dependencies')).concat(
    Object.keys(extras).flatMap(extra => files('optional', tableAt(extras, extra))),
  );
}

function joinHints(hints: ModuleHints, legacy: readonly LegacyFacts[]): ModuleHints {
  return {
    roots: hints.roots.concat(legacy.flatMap(({ roots }) => roots)),
    modules: hints.modules.concat(legacy.flatMap(({ modules }) => modules)),
  };
}
