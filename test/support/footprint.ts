import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Repository } from './repository.js';

/** Path → mode and content of every file, objects of git left out: they are invisible until something names them. */
export type Footprint = ReadonlyMap<string, string>;

/**
 * Everything that a user could notice about a repository: each file with its mode and bytes, in the work tree and in
 * the git directory (references, index, logs, configuration, and anything forgotten there). Read without git.
 */
export function footprint(repository: Repository): Footprint {
  return footprintOf(repository.root);
}

export function footprintOf(folder: string): Footprint {
  const files = new Map<string, string>();
  const visit = (path: string): void => {
    for (const name of readdirSync(join(folder, path)).sort()) {
      const inside = path === '' ? name : `${path}/${name}`;
      if (/(?:^|\/)(?:\.git\/)?objects$/.test(inside)) continue;
      const stat = lstatSync(join(folder, inside));
      const mode = (stat.mode & 0o7777).toString(8);
      if (stat.isDirectory()) visit(inside);
      else if (stat.isSymbolicLink()) files.set(inside, `link ${readlinkSync(join(folder, inside))}`);
      else if (stat.isFile()) files.set(inside, `${mode} ${digest(readFileSync(join(folder, inside)))}`);
      else files.set(inside, 'special');
    }
  };
  visit('');
  return files;
}

/** The paths that differ between two footprints. */
export function difference(before: Footprint, after: Footprint): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter(path => before.get(path) !== after.get(path)).sort();
}

/**
 * Runs `action` and fails where any of the repositories is not byte for byte what it was before.
 * @param title what is said where it fails, in tests that run many actions
 */
export function expectUntouched<Result>(
  repositories: readonly Repository[],
  action: () => Result,
  title?: string,
): Result {
  const before = repositories.map(footprint);
  const result = action();
  const changed = repositories.map((each, at) => difference(before[at] as Footprint, footprint(each)));
  expect(changed, title).toEqual(repositories.map(() => []));
  return result;
}

/** Locks, journals, scratch files and temporary files that a finished run must not leave. */
export function leftovers(repository: Repository): string[] {
  const stray =
    /\.lock$|(?:^|\/)\.git\/(?:relctl|worktrees\/[^/]+\/relctl|modules\/.*\/relctl)\/|\.relctl-|\.tmp$/;
  return [...footprint(repository).keys()].filter(
    path => stray.test(path) && !/(?:uv|poetry|pdm)\.lock$/.test(path),
  );
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
