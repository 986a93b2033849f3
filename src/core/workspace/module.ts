import type { ManifestFacts } from '../manifests/facts.js';
import { folderOf, joinPath, resolvePath } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import type { PathIndex } from './path-index.js';

/** An import package or a single-file module of a distribution. */
export interface ModulePlace {
  /** Dotted, as it is imported. */
  readonly name: string;
  /** The folder of an import package; null for a single file. */
  readonly folder: string | null;
  /** `__init__.py`, or the single file; null for a namespace package. */
  readonly file: string | null;
  /** The package below that the distribution is called by: the import package where this one is a namespace. */
  readonly inner?: ModulePlace | null;
}

/** Never the import package of a distribution that has another one. */
const SIDE =
  /^(?:tests?|testing|docs?|examples?|scripts?|tools?|benchmarks?|build|dist|notebooks?|\..*|__pycache__)$/;
const DEEPEST_NAMESPACE = 6;
/** Parts of a name between hyphens; each is looked for only in folders that are there. */
const LONGEST_NAME = 20;

/**
 * Finds the import package: where the back-end's configuration says, else by the distribution's name (also as a
 * path: `google-cloud-storage` in `google/cloud/storage`), else the only one there is. Null rather than a guess
 * between several.
 */
export function findModule(facts: ManifestFacts, index: PathIndex): ModulePlace | null {
  const roots = moduleRoots(facts, index);
  for (const hint of facts.modules.modules) {
    for (const root of [facts.path, ...roots]) {
      const place = hintedPlace(root, hint, index);
      if (place === null) continue;
      const inner = innerPlace(place, facts.name, index);
      return place.file === null ? insideNamespace(place, inner, index) : { ...place, inner };
    }
  }
  for (const root of roots) {
    const place = namedPlace(root, facts.name, index);
    if (place !== null) return place;
  }
  for (const root of roots) {
    const place = onlyPlace(root, index);
    if (place !== null) return place;
  }
  return null;
}

const USUAL_ROOTS = ['src', 'lib', 'python'];

/** Folders that import packages stand in: the configured ones, `src`, and the package's own folder. */
export function moduleRoots(facts: ManifestFacts, index: PathIndex): string[] {
  const { path, modules } = facts;
  const names = index.names(path);
  const usual = USUAL_ROOTS.filter(root => names.has(`${root}/`)).map(root => joinPath(path, root));
  if (modules.roots.length === 0) return [...usual, path];
  const configured = modules.roots.flatMap(root => resolvePath(path, root) ?? []);
  return [...new Set([...configured.filter(root => index.hasFolder(root)), ...usual, path])];
}

/** The files of a module by its dotted name under a root. */
export function modulePlace(root: string, dotted: string, index: PathIndex): ModulePlace | null {
  const folder = joinPath(root, dotted.replaceAll('.', '/'));
  const init = joinPath(folder, '__init__.py');
  if (index.has(init)) return { name: dotted, folder, file: init };
  if (index.has(`${folder}.py`)) return { name: dotted, folder: null, file: `${folder}.py` };
  return null;
}

function namespacePlace(root: string, dotted: string, index: PathIndex): ModulePlace | null {
  const folder = joinPath(root, dotted.replaceAll('.', '/'));
  return index.hasFolder(folder) ? { name: dotted, folder, file: null } : null;
}

/** A hint is a dotted name or a path, `src/pkg` or `src/pkg/**`. */
function hintedPlace(root: string, hint: string, index: PathIndex): ModulePlace | null {
  const path = hint.replace(/\/\*\*?$|\/+$|\.py$/g, '').replace(/^\.\//, '');
  if (path === '' || /[*?[\]{}]/.test(path)) return null;
  const parts = path.split('/');
  const split = parts.length > 1 && /^(?:src|lib|python)$/.test(parts[0] as string) ? 1 : 0;
  const base = split === 0 ? root : joinPath(root, parts[0] as string);
  const dotted = parts.slice(split).join('.');
  return (
    modulePlace(base, dotted, index) ?? (hint.includes('/') ? namespacePlace(base, dotted, index) : null)
  );
}

/** Below a configured place: the package that the distribution is called by. */
function innerPlace(
  { name, folder }: ModulePlace,
  distribution: string,
  index: PathIndex,
): ModulePlace | null {
  if (folder === null) return null;
  const root = name.split('.').reduce(folderOf, folder);
  const named = namespaceWalk(root, normalizeName(distribution).split('-'), index);
  return named?.name.startsWith(`${name}.`) ? named : null;
}

/** In a configured namespace: the inner package, else the only one. Modules of its own stay in it. */
function insideNamespace(namespace: ModulePlace, inner: ModulePlace | null, index: PathIndex): ModulePlace {
  const folder = namespace.folder as string;
  if ([...index.names(folder)].some(child => child.endsWith('.py'))) return namespace;
  const parts = namespace.name.split('.');
  return inner ?? onlyPlace(parts.reduce(folderOf, folder), index, parts) ?? namespace;
}

function namedPlace(root: string, name: string, index: PathIndex): ModulePlace | null {
  const flat = normalizeName(name).replaceAll('-', '_');
  const exact = modulePlace(root, flat, index);
  if (exact !== null) return exact;
  const byName = [...index.names(root)]
    .map(child => child.replace(/\/$|\.py$/, ''))
    .find(child => normalizeName(child).replaceAll('-', '_') === flat);
  if (byName !== undefined) {
    const place = modulePlace(root, byName, index);
    if (place !== null) return place;
  }
  return namespaceWalk(root, normalizeName(name).split('-'), index);
}

/** Follows the parts of a name through folders, joining parts with `_` where a folder is spelled so. */
function namespaceWalk(root: string, parts: readonly string[], index: PathIndex): ModulePlace | null {
  const walk = (folder: string, names: readonly string[], rest: readonly string[]): ModulePlace | null => {
    if (rest.length === 0) {
      return names.length < 2 ? null : modulePlace(root, names.join('.'), index);
    }
    for (let take = rest.length; take > 0; take--) {
      const name = rest.slice(0, take).join('_');
      const next = joinPath(folder, name);
      const isLast = take === rest.length;
      if (!(isLast ? index.hasFolder(next) || index.has(`${next}.py`) : index.hasFolder(next))) continue;
      const found = walk(next, [...names, name], rest.slice(take));
      if (found !== null) return found;
    }
    return null;
  };
  return parts.length > LONGEST_NAME ? null : walk(root, [], parts);
}

/** The single import package under a root, looking through folders without `__init__.py`. */
function onlyPlace(root: string, index: PathIndex, prefix: readonly string[] = []): ModulePlace | null {
  if (prefix.length > DEEPEST_NAMESPACE) return null;
  const folder = joinPath(root, prefix.join('/')).replace(/\/$/, '');
  const children = [...index.names(prefix.length === 0 ? root : folder)].filter(
    child => child.endsWith('/') && !SIDE.test(child.slice(0, -1)),
  );
  const packages = children.filter(child =>
    index.has(joinPath(prefix.length === 0 ? root : folder, `${child}__init__.py`)),
  );
  if (packages.length === 1)
    return modulePlace(root, [...prefix, (packages[0] as string).slice(0, -1)].join('.'), index);
  if (packages.length > 1 || children.length !== 1) return null;
  return onlyPlace(root, index, [...prefix, (children[0] as string).slice(0, -1)]);
}
