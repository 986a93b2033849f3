import { globMatcher, type Matcher } from '../globs.js';
import { foldersAbove } from '../paths.js';
import type { Package } from '../workspace/package.js';

/** Which packages a file belongs to. */
export interface Ownership {
  /** The package of the deepest folder above the path; null where there is none. */
  owner(path: string): string | null;
  /** The packages whose `inputs` list the path. */
  inputs(path: string): readonly string[];
}

export function ownershipOf(packages: readonly Package[]): Ownership {
  const byFolder = new Map(packages.map(({ path, id }) => [path, id]));
  const listed: { id: string; matches: Matcher }[] = packages
    .filter(({ inputs }) => inputs.length > 0)
    .map(({ id, inputs }) => ({ id, matches: globMatcher(inputs) }));
  return {
    owner: path => {
      for (const folder of foldersAbove(path)) {
        const id = byFolder.get(folder);
        if (id !== undefined) return id;
      }
      return null;
    },
    inputs: path => listed.filter(({ matches }) => matches(path)).map(({ id }) => id),
  };
}
