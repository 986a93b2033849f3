import type { Config } from '../config/config.js';
import { RelctlError } from '../errors.js';
import { lockFiles, otherLockFiles } from '../locks/lock-files.js';
import type { WorkspaceDefinition } from '../manifests/facts.js';
import { type FolderReading, readFolder } from '../manifests/read-folder.js';
import { nearest } from '../nearest.js';
import { joinPath } from '../paths.js';
import type { FileContent, Tree } from '../ports.js';
import { toolFiles } from '../release-tools/config-files.js';
import { buildPackages, type Candidate, selectCandidates } from '../workspace/build.js';
import { describedPackage, describePackage, type PackageDescription } from '../workspace/describe.js';
import { isSkipped, type ManifestFolder, manifestFolders, namedFolders } from '../workspace/discovery.js';
import { Lookup } from '../workspace/lookup.js';
import { findModule } from '../workspace/module.js';
import type { Package } from '../workspace/package.js';
import { PathIndex } from '../workspace/path-index.js';
import type { Warning } from '../workspace/problem.js';
import { selectPackages } from '../workspace/select.js';
import type { Surroundings } from '../workspace/surroundings.js';
import type { Workspace } from '../workspace/workspace.js';
import { loadEngines } from './load-engines.js';
import { rareReaders } from './rare-readers.js';

/**
 * How much is read: `edges` leaves modules and versions out, which need files beyond the manifests; `locks` reads the
 * lock files as well.
 */
export type Depth = 'edges' | 'versions' | 'locks';

/**
 * Finds the packages of a tree and reads what they say of themselves.
 * @throws CONFIG_INVALID where the configuration names packages that are not there; UNREADABLE_FILE
 */
export async function loadWorkspace(
  tree: Tree,
  config: Config,
  depth: Depth = 'versions',
): Promise<Workspace> {
  const workspace = await readWorkspace(tree, config, null);
  checkNames(workspace);
  if (depth === 'edges') return workspace;
  if (depth === 'locks')
    await readAll(tree, workspace.lookup, [
      ...lockFiles(tree.paths).map(({ path }) => path),
      ...otherLockFiles(tree.paths),
    ]);
  return withVersions(tree, workspace, workspace.packages);
}

/** What is known of another state of the same workspace, and the folders in which the two differ. */
export interface Known {
  readonly workspace: Workspace;
  readonly changed: ReadonlySet<string>;
}

/** The packages with their edges, of a state that need not have all that the configuration names. */
export async function readWorkspace(tree: Tree, config: Config, known: Known | null): Promise<Workspace> {
  const index = new PathIndex(tree.paths);
  const lookup = new Lookup(index);
  const folders = manifestFolders(tree.paths);
  const { readings, named } = await readFolders(tree, folders, lookup, config, known);
  const candidates = [...readings].flatMap(([folder, { facts }]): Candidate[] =>
    facts === null ? [] : [{ facts, named: named.has(folder) }],
  );
  const packages = buildPackages(selectCandidates(candidates, config), config);
  return {
    config,
    packages,
    byId: new Map(packages.map(each => [each.id, each])),
    broken: [...readings.values()].flatMap(({ problem }) => problem ?? []),
    warnings: [...[...readings.values()].flatMap(({ warnings }) => warnings), ...duplicateWarnings(packages)],
    readings,
    index,
    lookup,
  };
}

/** The workspace with modules and versions of the given packages filled in. */
export async function withVersions(
  tree: Tree,
  workspace: Workspace,
  wanted: readonly Package[],
): Promise<Workspace> {
  const { lookup, readings } = workspace;
  const subjects = wanted.flatMap(each => {
    const facts = readings.get(each.path)?.facts ?? null;
    const project = readings.get(each.path)?.project?.withReleaseTools ?? null;
    return facts === null ? [] : [{ id: each.id, facts, project, module: findModule(facts, lookup.index) }];
  });
  const surroundings: Surroundings = {
    lookup,
    config: workspace.config,
    folders: new Set(workspace.packages.map(({ path }) => path)),
    toolFiles: toolFiles(lookup.index.paths),
  };
  const rare = await rareReaders(subjects, surroundings);
  // Nearly every package needs this one, so that most are described at the first go.
  await readAll(
    tree,
    lookup,
    subjects.flatMap(({ module }) => module?.file ?? []),
  );
  const described = await settle(tree, lookup, subjects, subject =>
    describePackage(subject, surroundings, rare),
  );
  const byId = new Map<string, PackageDescription>();
  for (const [{ id }, description] of described) byId.set(id, description);
  const packages = workspace.packages.map(each => {
    const description = byId.get(each.id);
    return description === undefined ? each : describedPackage(each, description);
  });
  return { ...workspace, packages, byId: new Map(packages.map(each => [each.id, each])) };
}

/** Reads the folders that count, until no workspace definition names a further one. */
async function readFolders(
  tree: Tree,
  folders: ReadonlyMap<string, ManifestFolder>,
  lookup: Lookup,
  config: Config,
  known: Known | null,
): Promise<{ readings: Map<string, FolderReading>; named: ReadonlySet<string> }> {
  const all = [...folders.keys()];
  const configured = new Set([...config.package.values()].map(({ path }) => path));
  const wanted = all.filter(
    folder => configured.has(folder) || config.packages !== null || !isSkipped(folder),
  );
  const readings = new Map<string, FolderReading>();
  let named: ReadonlySet<string> = new Set();
  for (let next = wanted; next.length > 0; ) {
    const fresh: string[] = [];
    for (const folder of next) {
      const same =
        known === null || known.changed.has(folder) ? undefined : known.workspace.readings.get(folder);
      if (same === undefined) fresh.push(folder);
      else readings.set(folder, same);
    }
    await readAll(
      tree,
      lookup,
      fresh.flatMap(folder => filesToRead(folder, folders.get(folder))),
    );
    const read = await settle(tree, lookup, fresh, folder =>
      readFolder(folder, folders.get(folder) ?? NO_FILES, lookup),
    );
    for (const [folder, reading] of read) readings.set(folder, reading);
    const definitions = [...readings.values()].flatMap(({ definition }): WorkspaceDefinition[] =>
      definition === null ? [] : [definition],
    );
    named = namedFolders(definitions, all);
    next = all.filter(folder => named.has(folder) && !readings.has(folder));
  }
  return { readings, named };
}

const NO_FILES: ManifestFolder = { manifests: [], requirementFiles: [] };

/** Read at once, since nearly every folder needs them; `setup.py` is asked for where it counts. */
function filesToRead(folder: string, files: ManifestFolder | undefined): string[] {
  const project = joinPath(folder, 'pyproject.toml');
  return [...(files?.manifests.filter(path => path === project) ?? []), ...(files?.requirementFiles ?? [])];
}

/** Does pure work on each item, again for those that wanted further files, until none does. */
async function settle<Item, T>(
  tree: Tree,
  lookup: Lookup,
  items: readonly Item[],
  work: (item: Item) => T,
): Promise<Map<Item, T>> {
  const results = new Map<Item, T>();
  for (let open = items; open.length > 0; ) {
    const again: Item[] = [];
    for (const item of open) {
      const misses = lookup.misses;
      results.set(item, work(item));
      if (lookup.misses !== misses) again.push(item);
    }
    await loadEngines(lookup);
    await readAll(tree, lookup, [...lookup.wanted]);
    open = again;
  }
  return results;
}

async function readAll(tree: Tree, lookup: Lookup, paths: readonly string[]): Promise<void> {
  const contents = await tree.read(paths);
  for (const [path, content] of contents) requireReadable(path, content);
  lookup.add(contents);
}

function requireReadable(path: string, content: FileContent): void {
  if (content.kind === 'unreadable')
    throw new RelctlError('UNREADABLE_FILE', `${path} cannot be read: ${content.reason}`);
}

function duplicateWarnings(packages: readonly Package[]): Warning[] {
  return packages
    .filter(({ id, path }) => id === path && id.includes('/'))
    .map(({ id, name }) => ({
      code: 'duplicate-name',
      message: `${id} has the distribution name ${name}, as another package has; its id is its path`,
    }));
}

/** The configuration may only name packages that are there. */
function checkNames({ config, packages }: Workspace): void {
  for (const [id, { path }] of config.package) {
    if (packages.some(each => each.id === id && (path === null || each.path === path))) continue;
    const place = path === null ? `no package has the name ${id}` : `there is no package in ${path}`;
    const near = [
      ...packages.filter(each => each.id === id).map(each => each.path),
      ...nearest(
        path ?? id,
        packages.map(each => (path === null ? each.name : each.path)),
      ),
    ];
    throw new RelctlError('CONFIG_INVALID', `${config.file}: package.${id}: ${place}`, {
      hint: near.length > 0 ? `Did you mean ${near[0]}?` : 'Give the folder of the package as `path`.',
    });
  }
  for (const [group, { packages: members }] of config.group) {
    const { unknown, ambiguous } = selectPackages(packages, members);
    const selector = unknown[0] ?? ambiguous[0]?.selector;
    if (selector === undefined) continue;
    throw new RelctlError(
      'CONFIG_INVALID',
      `${config.file}: group.${group}.packages: ${JSON.stringify(selector)} names no single package`,
      {
        hint: `Known packages: ${packages.map(({ id }) => id).join(', ')}.`,
      },
    );
  }
}
