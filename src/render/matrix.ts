import type { ChangedResult } from '../core/operations/detect-changes.js';
import type { Package } from '../core/workspace/package.js';

/** One job of a matrix, as `matrix.id`, `matrix.path` and so on. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly module: string | null;
  readonly version: string | null;
  readonly level: number;
}

/** The value of `strategy.matrix`. */
export interface Matrix {
  readonly include: readonly Row[];
}

/** GitHub starts no more jobs from one matrix. */
export const MOST_ROWS = 256;

/** The packages of a result level by level, each level a list of rows. */
export function rowsByLevel(
  { packages, levels }: ChangedResult,
  byId: ReadonlyMap<string, Pick<Package, 'module'>>,
): Row[][] {
  const rows = new Map(
    packages.map(({ id, name, path, version, level }) => [
      id,
      { id, name, path, module: byId.get(id)?.module ?? null, version, level },
    ]),
  );
  return levels.map(ids => ids.flatMap(id => rows.get(id) ?? []));
}

/**
 * A matrix for each level. A level of more rows than a matrix takes becomes several that follow each other, which keeps
 * the order of builds.
 */
export function levelMatrices(levels: readonly (readonly Row[])[]): Matrix[] {
  return levels.flatMap(rows =>
    Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, index) => ({
      include: rows.slice(index * MOST_ROWS, (index + 1) * MOST_ROWS),
    })),
  );
}
