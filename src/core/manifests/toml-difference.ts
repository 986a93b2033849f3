import { isTable, type TomlTable } from './toml.js';

/** One value of two documents, and how much of the path leads to it; null where it lies beside the path. */
interface Pair {
  readonly old: unknown;
  readonly now: unknown;
  readonly depth: number | null;
}

/**
 * Whether two documents, read from TOML, are the same but for the value at a path of keys, which is `before` in the
 * one and `after` in the other. The order of keys counts. Dotted keys nest without bound, so that nothing recurses.
 */
export function differsOnlyAt(
  old: TomlTable,
  now: TomlTable,
  path: readonly string[],
  before: string,
  after: string,
): boolean {
  let isFound = false;
  const open: Pair[] = [{ old, now, depth: 0 }];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (pair.depth === path.length) {
      isFound = pair.old === before && pair.now === after;
      if (!isFound) return false;
    } else if (isContainer(pair.old) && isContainer(pair.now)) {
      const inner = innerPairs(pair.old, pair.now, pair.depth, path);
      if (inner === null) return false;
      for (const each of inner) open.push(each);
    } else if (!isSameScalar(pair.old, pair.now)) return false;
  }
  return isFound;
}

/** The values of two tables or arrays side by side; null where they have other keys or are of another kind. */
function innerPairs(
  old: TomlTable,
  now: TomlTable,
  depth: number | null,
  path: readonly string[],
): Pair[] | null {
  const [keys, others] = [Object.keys(old), Object.keys(now)];
  const isAlike = Array.isArray(old) === Array.isArray(now) && keys.length === others.length;
  if (!isAlike || keys.some((key, index) => key !== others[index])) return null;
  return keys.map(key => ({
    old: old[key],
    now: now[key],
    depth: depth !== null && key === path[depth] ? depth + 1 : null,
  }));
}

function isContainer(value: unknown): value is TomlTable {
  return isTable(value) || Array.isArray(value);
}

/** Whether two values that are no tables and no arrays are one. */
export function isSameScalar(old: unknown, now: unknown): boolean {
  if (old instanceof Date && now instanceof Date) return old.toISOString() === now.toISOString();
  return Object.is(old, now);
}
