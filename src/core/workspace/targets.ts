import { normalizeName } from '../requirements/name.js';
import type { Requirement } from '../requirements/requirement.js';

/** What a requirement can lead to: a distribution in a folder. */
export interface Target {
  readonly name: string;
  readonly path: string;
}

export interface Targets<T extends Target> {
  /** By normalised name; of equal names first the one that keeps it as its id. */
  readonly byName: ReadonlyMap<string, readonly T[]>;
  readonly byPath: ReadonlyMap<string, T>;
}

/** @param ranked in the order that decides between equal names */
export function targetsOf<T extends Target>(ranked: readonly T[]): Targets<T> {
  const byName = new Map<string, T[]>();
  for (const each of ranked) {
    const name = normalizeName(each.name);
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [each]);
    else same.push(each);
  }
  return { byName, byPath: new Map(ranked.map(each => [each.path, each])) };
}

/** What a requirement in a folder is of; a path counts before a name. */
export function targetOf<T extends Target>(
  folder: string,
  requirement: Requirement,
  targets: Targets<T>,
): T | undefined {
  const { name, path } = requirement;
  const there = path === null ? undefined : targets.byPath.get(path);
  if (there !== undefined || name === null) return there;
  const named = targets.byName.get(name);
  return named === undefined ? undefined : nearestOf(folder, named);
}

/** Of equal names, at least one, the one that shares most folders with the folder that needs it. */
function nearestOf<T extends Target>(folder: string, named: readonly T[]): T {
  if (named.length === 1) return named[0] as T;
  const own = folder.split('/');
  const shared = ({ path }: T) => {
    const parts = path.split('/');
    const at = own.findIndex((part, index) => part !== parts[index]);
    return at < 0 ? own.length : at;
  };
  return named.reduce((best, each) => (shared(each) > shared(best) ? each : best));
}
