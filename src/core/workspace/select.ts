import { RelctlError } from '../errors.js';
import { nearest } from '../nearest.js';
import { isName, normalizeName } from '../requirements/name.js';

/** What a selector can name a package by. */
export interface Selectable {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

export interface Selection<T> {
  /** In the order of the packages, each once. */
  readonly found: readonly T[];
  readonly unknown: readonly string[];
  readonly ambiguous: readonly { readonly selector: string; readonly ids: readonly string[] }[];
}

/** Finds packages by id, by distribution name in any spelling, or by path. An id beats a name, a name beats a path. */
export function selectPackages<T extends Selectable>(
  packages: readonly T[],
  selectors: readonly string[],
): Selection<T> {
  const found = new Set<T>();
  const unknown: string[] = [];
  const ambiguous: { selector: string; ids: string[] }[] = [];
  for (const selector of selectors) {
    const matches = matching(packages, selector);
    if (matches.length === 0) unknown.push(selector);
    else if (matches.length > 1) ambiguous.push({ selector, ids: matches.map(({ id }) => id) });
    else found.add(matches[0] as T);
  }
  return { found: packages.filter(each => found.has(each)), unknown, ambiguous };
}

/** As {@link selectPackages}. @throws UNKNOWN_PACKAGE, AMBIGUOUS_PACKAGE */
export function requirePackages<T extends Selectable>(
  packages: readonly T[],
  selectors: readonly string[],
): readonly T[] {
  const { found, unknown, ambiguous } = selectPackages(packages, selectors);
  const [selector] = unknown;
  if (selector !== undefined) {
    const near = nearest(selector, [...new Set(packages.flatMap(({ id, name, path }) => [id, name, path]))]);
    throw new RelctlError('UNKNOWN_PACKAGE', `no package is called ${JSON.stringify(selector)}`, {
      ...(near.length > 0
        ? { hint: `Did you mean ${near.join(', ')}? \`relctl list\` shows every package.` }
        : {}),
      details: { selector, nearest: near },
    });
  }
  const [twice] = ambiguous;
  if (twice !== undefined) {
    throw new RelctlError(
      'AMBIGUOUS_PACKAGE',
      `${JSON.stringify(twice.selector)} names ${twice.ids.length} packages: ${twice.ids.join(', ')}`,
      {
        details: twice,
      },
    );
  }
  return found;
}

function matching<T extends Selectable>(packages: readonly T[], selector: string): T[] {
  const byId = packages.filter(({ id }) => id === selector);
  if (byId.length > 0) return byId;
  const name = isName(selector) ? normalizeName(selector) : null;
  const byName =
    name === null
      ? []
      : packages.filter(each => normalizeName(each.id) === name || normalizeName(each.name) === name);
  if (byName.length > 0) return byName;
  const path = selector.replace(/^(?:\.\/)+(?=.)/, '').replace(/(?<=.)\/+$/, '');
  return packages.filter(each => each.path === path);
}
