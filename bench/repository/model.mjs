import { random } from './random.mjs';

const AREAS = [
  ...['billing', 'search', 'storage', 'identity', 'payments', 'catalog', 'messaging', 'reports', 'ingest'],
  ...['pricing', 'shipping', 'inventory', 'gateway', 'scheduler', 'notifications', 'media', 'audit', 'risk'],
];
const THINGS = [
  ...['core', 'models', 'client', 'server', 'api', 'cli', 'worker', 'events', 'schemas', 'storage'],
  ...['cache', 'auth', 'metrics', 'tasks', 'export', 'import-tools', 'testing', 'sdk', 'batch', 'adapters'],
];
const STYLES = [
  ...['uv', 'uv', 'uv', 'uv', 'uv', 'uv', 'hatch', 'hatch', 'hatch', 'hatch'],
  ...['hatch-dynamic', 'hatch-dynamic', 'hatch-dynamic', 'setuptools', 'setuptools', 'setuptools-dynamic'],
  ...['poetry-project', 'poetry-project'],
];
const KINDS = [...Array(15).fill('runtime'), ...Array(2).fill('optional'), ...Array(3).fill('dev')];
/** Every so many groups one is left over from the time before the workspace: Poetry manifests, path dependencies. */
const LEGACY_EVERY = 7;

/**
 * The packages of a repository as data: `{index, name, module, path, source, style, version, dependencies}`. Every
 * package depends on 0 to 5 earlier ones: some that nearly all build on, the others from its neighbourhood.
 */
export function makePackages({ packages, seed }) {
  const made = [];
  for (let index = 0; index < packages; index++) made.push(makePackage(index, seed, made));
  return made;
}

function makePackage(index, seed, earlier) {
  const chance = random(seed, index);
  const group = Math.floor(index / THINGS.length);
  const round = Math.floor(group / AREAS.length);
  const legacy = group % LEGACY_EVERY === LEGACY_EVERY - 1;
  const area = AREAS[group % AREAS.length] + (round === 0 ? '' : `-${round + 1}`);
  const folder = legacy ? `legacy-${area}` : area;
  const thing = THINGS[index % THINGS.length];
  const path = `packages/${folder}/${thing}`;
  const name = `acme-${area}-${thing}`;
  const module = name.replaceAll('-', '_');
  return {
    index,
    name,
    module,
    path,
    /** The folder of the import package. */
    source: legacy ? `${path}/${module}` : `${path}/src/${module}`,
    legacy,
    style: legacy ? 'poetry' : chance.pick(STYLES),
    version: `${chance.below(4)}.${chance.below(20)}.${chance.below(10)}`,
    dependencies: chooseDependencies(chance, earlier, legacy),
  };
}

function chooseDependencies(chance, earlier, legacy) {
  const chosen = new Map();
  const foundation = Math.max(5, Math.floor(earlier.length / 50));
  for (let left = chance.below(6); left > 0 && earlier.length > 0; left--) {
    const near = Math.max(0, earlier.length - 3 * THINGS.length);
    const at =
      chance.next() < 0.4
        ? chance.below(Math.min(foundation, earlier.length))
        : near + chance.below(earlier.length - near);
    const target = earlier[at];
    // A member of the workspace never needs one that is outside of it.
    if (!target.legacy || legacy) chosen.set(target, chance.pick(KINDS));
  }
  return [...chosen].map(([target, kind]) => ({ target, kind }));
}

/** The names of `seeds` and of all that depends on them, over any number of steps; sorted. */
export function withDependents(packages, seeds) {
  const affected = new Set(seeds);
  // Dependencies come earlier, so that one pass is enough.
  for (const each of packages) {
    if (each.dependencies.some(({ target }) => affected.has(target.name))) affected.add(each.name);
  }
  return [...affected].sort();
}
