import { baseName } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import type { Package } from '../workspace/package.js';
import type { TagStyle } from './tag-styles.js';

/** What of a package tells its tags. */
export type InitPackage = Pick<Package, 'id' | 'name' | 'path' | 'module' | 'version'>;

/** A style of tags with the package that its text names, and how: `before` + `key` + `after` is the prefix. */
export interface OwnedStyle {
  readonly style: TagStyle;
  readonly owner: InitPackage;
  readonly before: string;
  readonly key: string;
  readonly after: string;
}

/** `contents-v`, `core/v`, `core@`, `core==`, `release/core-`. */
const NAMED = /^(releases?[-_/])?(.+?)([-_/@.][vV]|[-_/@]|={1,2})$/;

/** `v`, nothing, `release-`, `version/v` and the like: tags that name no package. */
const BARE = /^(?:(?:releases?|rel|version)[-_/])?[vV]?$/;

/** The styles whose tags name no package; one that is called `release` has tags that look so. */
export function bareStyles(styles: readonly TagStyle[], packages: readonly InitPackage[]): TagStyle[] {
  const names = new Set(packages.flatMap(exactKeys));
  return styles.filter(({ prefix }) => BARE.test(prefix) && !names.has(NAMED.exec(prefix)?.[2] ?? ''));
}

/**
 * Finds the package that a style names: by its id, name or path, else by its module or folder, else by a part of its
 * name. Null where none or more than one of the packages is meant equally well.
 */
export function ownerFinder(packages: readonly InitPackage[]): (style: TagStyle) => OwnedStyle | null {
  const ranks = [exactKeys, nearKeys, partialKeys].map(keysOf => byKey(packages, keysOf));
  return style => {
    const [, before = '', key = '', after = ''] = NAMED.exec(style.prefix) ?? [];
    const [owner, ...others] =
      ranks
        .map(named => [...(named.get(key) ?? named.get(normalizeName(key)) ?? [])])
        .find(each => each.length > 0) ?? [];
    return owner === undefined || others.length > 0 ? null : { style, owner, before, key, after };
  };
}

function byKey(
  packages: readonly InitPackage[],
  keysOf: (each: InitPackage) => readonly string[],
): Map<string, Set<InitPackage>> {
  const named = new Map<string, Set<InitPackage>>();
  for (const each of packages) {
    for (const key of keysOf(each)) {
      const same = named.get(key);
      if (same === undefined) named.set(key, new Set([each]));
      else same.add(each);
    }
  }
  return named;
}

function exactKeys({ id, name, path }: InitPackage): string[] {
  return [id, normalizeName(name), path];
}

function nearKeys({ path, module }: InitPackage): string[] {
  const folder = path === '.' ? [] : [normalizeName(baseName(path))];
  return module === null ? folder : [...folder, normalizeName(module)];
}

/** Names have few parts; each run of them may be what people call the package. */
function partialKeys({ name }: InitPackage): string[] {
  const parts = normalizeName(name).split('-').slice(0, 10);
  return parts.flatMap((_, from) =>
    parts.slice(from).map((_, length) => parts.slice(from, from + length + 1).join('-')),
  );
}
