import type { Config } from '../config/config.js';
import { RelctlError } from '../errors.js';
import { lockFiles, otherLockFiles } from '../locks/lock-files.js';
import { nearest } from '../nearest.js';
import type { Tree, WorkTree } from '../ports.js';
import { toolFiles } from '../release-tools/config-files.js';
import { buildPackages, type Candidate, selectCandidates } from '../workspace/build.js';
import { describedPackage, describePackage, type PackageDescription } from '../workspace/describe.js';
import { isDiscoveryFile, manifestFolders } from '../workspace/discovery.js';
import { Lookup } from '../workspace/lookup.js';
import { findModule } from '../workspace/module.js';
import type { Package } from '../workspace/package.js';
import { PathIndex } from '../workspace/path-index.js';
import type { Warning } from '../workspace/problem.js';
import { selectPackages } from '../workspace/select.js';
import type { Surroundings } from '../workspace/surroundings.js';
import type { Workspace } from '../workspace/workspace.js';
import { rareReaders } from './rare-readers.js';
import { type Known, readFolders } from './read-folders.js';
import { readAll, settle } from './settle.js';

/**
 * How much is read: `edges` leaves modules and versions out, which need files beyond the manifests; `locks` reads the
 * lock files as well.
 */
export type Depth = 'edges' | 'versions' | 'locks';

/**
 * Finds the packages of a tree and reads what they say of themselves.
 * @param whole a work tree of which `tree` are the tracked files: what they say is read while git looks for others
 * @throws CONFIG_INVALID where the configuration names packages that are not there; UNREADABLE_FILE
 */
export async function loadWorkspace(
  tree: Tree,
  config: Config,
  depth: Depth = 'versions',
  whole?: Promise<WorkTree>,
): Promise<Workspace> {
  const workspace =
    whole === undefined ? await readWorkspace(tree, config, null) : await readAhead(tree, config, whole);
  checkNames(workspace);
  if (depth === 'edges') return workspace;
  const { paths } = workspace.index;
  if (depth === 'locks')
    await readAll(tree, workspace.lookup, [
      ...lockFiles(paths).map(({ path }) => path),
      ...otherLockFiles(paths),
    ]);
  return withVersions(tree, workspace, workspace.packages);
}

/** The tracked files are read before the rest is known, and again where an untracked one has a say in them. */
async function readAhead(tracked: Tree, config: Config, whole: Promise<WorkTree>): Promise<Workspace> {
  const ahead = await readWorkspace(tracked, config, null).catch(() => null);
  const tree = await whole;
  if (ahead !== null && tree.untracked.size === 0) return ahead;
  const counts = (path: string) => isDiscoveryFile(path) || ahead?.lookup.absent.has(path) === true;
  if (ahead === null || [...tree.untracked].some(counts)) return readWorkspace(tree, config, null);
  const index = new PathIndex(tree.paths);
  return { ...ahead, index, lookup: ahead.lookup.within(index) };
}

/** The packages with their edges, of a state that need not have all that the configuration names. */
export async function readWorkspace(tree: Tree, config: Config, known: Known | null): Promise<Workspace> {
  const index = new PathIndex(tree.paths);
  const lookup = new Lookup(index);
  const { readings, named } = await readFolders(tree, manifestFolders(tree.paths), lookup, config, known);
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
