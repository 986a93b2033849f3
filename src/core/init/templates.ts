import { normalizeName } from '../requirements/name.js';
import { DEFAULT_TEMPLATE, templateFault } from '../tags/template.js';
import type { FoundPackage, FoundTemplate } from './findings.js';
import type { InitPackage, OwnedStyle } from './owners.js';
import { exampleOf } from './tag-styles.js';

/** One template for the workspace, and what is to be set for packages that have other tags than it gives. */
export interface Templates {
  /** Null for the default. */
  readonly tag: FoundTemplate | null;
  readonly packages: readonly FoundPackage[];
}

/**
 * The template that gives most of the tags, with as few settings for single packages as can be. A package whose tags
 * name it by a short name gets that as its id.
 */
export function chooseTemplates(owned: readonly OwnedStyle[], packages: readonly InitPackage[]): Templates {
  const candidates = new Set([DEFAULT_TEMPLATE, ...owned.flatMap(templatesOf)]);
  const choices = [...candidates]
    .filter(template => templateFault(template) === null)
    .map(template => ({ template, settings: settingsFor(template, owned, packages) }))
    .sort((left, right) => cost(left.settings) - cost(right.settings));
  const { template, settings } = choices[0] as (typeof choices)[0];
  const kept = settings.flatMap(({ setting }) => setting ?? []);
  const example = settings.find(({ setting }) => setting === null || setting.tag === null)?.owned.style;
  const isDefault = template === DEFAULT_TEMPLATE || example === undefined;
  return { tag: isDefault ? null : { template, example: exampleOf(example) }, packages: kept };
}

/** The templates that may stand behind a style. */
function templatesOf({ before, key, after, owner }: OwnedStyle): string[] {
  const around = (placeholder: string) => `${before}${placeholder}${after}{version}`;
  return [
    around('{package}'),
    ...(key === owner.name ? [around('{name}')] : []),
    ...(key === owner.path ? [around('{path}')] : []),
  ];
}

interface Setting {
  readonly owned: OwnedStyle;
  /** Null where the template gives its tags as it is. */
  readonly setting: FoundPackage | null;
}

/** A tag of its own for a package says less than one template for all, and an id more than nothing. */
function cost(settings: readonly Setting[]): number {
  return settings.reduce(
    (sum, { setting }) => sum + (setting === null ? 0 : setting.tag === null ? 1 : 1000),
    0,
  );
}

function settingsFor(
  template: string,
  owned: readonly OwnedStyle[],
  packages: readonly InitPackage[],
): Setting[] {
  return owned.map(each => ({ owned: each, setting: settingFor(template, each, packages) }));
}

function settingFor(
  template: string,
  each: OwnedStyle,
  packages: readonly InitPackage[],
): FoundPackage | null {
  const { owner, key, style } = each;
  const gives = templatesOf(each).includes(template);
  const { id, name, path } = owner;
  if (gives && (!template.includes('{package}') || key === id)) return null;
  const found = { name, example: exampleOf(style) };
  if (gives && isFreeId(key, owner, packages)) {
    const byName = normalizeName(key) === normalizeName(name) && isOnlyOfName(owner, packages);
    return { ...found, id: key, path: byName ? null : path, tag: null };
  }
  const tag = `${style.prefix}{version}`;
  return { ...found, id, path: isOnlyOfName(owner, packages) ? null : path, tag };
}

/** Ids are typed: they are short names, and no two packages have one. */
function isFreeId(key: string, owner: InitPackage, packages: readonly InitPackage[]): boolean {
  return !key.includes('/') && packages.every(each => each === owner || each.id !== key);
}

function isOnlyOfName(owner: InitPackage, packages: readonly InitPackage[]): boolean {
  const name = normalizeName(owner.name);
  return packages.every(each => each === owner || normalizeName(each.name) !== name);
}
