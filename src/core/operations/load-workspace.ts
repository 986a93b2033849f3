import type { Config } from '../config/config.js';
import { RelctlError } from '../errors.js';
import type { WorkspaceDefinition } from '../manifests/facts.js';
import { type FolderReading, readFolder } from '../manifests/read-folder.js';
import { nearest } from '../nearest.js';
import { joinPath } from '../paths.js';
import type { FileContent, Tree } from '../ports.js';
import { buildPackages, type Candidate, selectCandidates } from '../workspace/build.js';
import { describePackage } from '../workspace/describe.js';
import { isSkipped, type ManifestFolder, manifestFolders, namedFolders } from '../workspace/discovery.js';
import { Lookup } from '../workspace/lookup.js';
import { findModule } from '../workspace/module.js';
import type { Package } from '../workspace/package.js';
import { PathIndex } from '../workspace/path-index.js';
import type { Warning } from '../workspace/problem.js';
import { selectPackages } from '../workspace/select.js';
import type { Workspace } from '../workspace/workspace.js';

/**
 * Finds the packages of a tree and reads all that they say of themselves.
 * @throws CONFIG_INVALID where the configuration names packages that are not there; UNREADABLE_FILE
 */
export async function loadWorkspace(tree: Tree, config: Config): Promise<Workspace> {
  const workspace = await readWorkspace(tree, config);
  checkNames(workspace);
  return workspace;
}

/** As {@link loadWorkspace} for an older state, which need not have all that the configuration names. */
export async function readWorkspace(tree: Tree, config: Config): Promise<Workspace> {
  const index = new PathIndex(tree.paths);
  const lookup = new Lookup(index);
  const folders = manifestFolders(tree.paths);
  const { readings, named } = await readFolders(tree, folders, lookup, config);
  const candidates = [...readings].flatMap(([folder, { facts }]): Candidate[] =>
    facts === null ? [] : [{ facts, named: named.has(folder) }],
  );
  const selected = selectCandidates(candidates, config);
  const modules = new Map(selected.map(({ facts }) => [facts, findModule(facts, index)]));
  // Nearly every package needs this one, so that most are described at the first go.
  await readAll(
    tree,
    lookup,
    [...modules.values()].flatMap(module => module?.file ?? []),
  );
  const described = await settle(tree, lookup, selected, ({ facts }) =>
    describePackage(facts, modules.get(facts) ?? null, lookup),
  );
  const packages = buildPackages(selected, config, described);
  return {
    config,
    packages,
    byId: new Map(packages.map(each => [each.id, each])),
    broken: [...readings.values()].flatMap(({ problem }) => problem ?? []),
    warnings: [...[...readings.values()].flatMap(({ warnings }) => warnings), ...duplicateWarnings(packages)],
    index,
    lookup,
  };
}

/** Reads the folders that count, until no workspace definition names a further one. */
async function readFolders(
  tree: Tree,
  folders: ReadonlyMap<string, ManifestFolder>,
  lookup: Lookup,
  config: Config,
): Promise<{ readings: Map<string, FolderReading>; named: ReadonlySet<string> }> {
  const all = [...folders.keys()];
  const configured = new Set([...config.package.values()].map(({ path }) => path));
  const wanted = all.filter(
    folder => configured.has(folder) || config.packages !== null || !isSkipped(folder),
  );
  const readings = new Map<string, FolderReading>();
  let named: ReadonlySet<string> = new Set();
  for (let next = wanted; next.length > 0; ) {
    await readAll(
      tree,
      lookup,
      next.flatMap(folder => filesToRead(folder, folders.get(folder))),
    );
    const read = await settle(tree, lookup, next, folder =>
      readFolder(folder, folders.get(folder)?.requirementFiles ?? [], lookup),
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
    // Loaded only where a manifest has a pattern of its own.
    if (lookup.wantsPatterns)
      lookup.patterns ??= (await import('../versions/custom-pattern.js')).customPattern;
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
