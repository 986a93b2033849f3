import { baseName } from '../paths.js';

/** A lock that relctl does not edit. */
export interface UneditableLock {
  /** What in it may be stale after a release of a package of the repository. */
  readonly why: string;
  /** The command that writes it anew, run in the lock's folder. */
  readonly command: string;
}

/**
 * Whether a lock of another kind may be stale after a release; null where it is no such lock, or holds nothing that a
 * release changes. A `pixi.lock` up to format 6 has versions and hashes of path dependencies, a later one has not. A
 * `pylock.toml` (PEP 751) has no version of a source tree; only PDM keeps a hash over requirements in it.
 */
export function uneditableLock(
  path: string,
  text: string,
  rewritesRequirements: boolean,
): UneditableLock | null {
  const name = baseName(path);
  if (name === 'pixi.lock') return stalePixi(text);
  const isPylock = /^pylock(?:\.[^.]+)?\.toml$/.test(name);
  const isOfPdm = /^created-by[ \t]*=[ \t]*["']pdm["']/m.test(text);
  if (!isPylock || !isOfPdm || !rewritesRequirements) return null;
  return { why: 'it holds a hash over requirements', command: 'pdm lock' };
}

function stalePixi(text: string): UneditableLock | null {
  const format = Number(/^version:[ \t]*(\d+)/m.exec(text)?.[1]);
  const hasPaths = /^[ \t]*-?[ \t]*(?:pypi|source|path|url):[ \t]*\.{1,2}(?:\/|[ \t]*\r?$)/m.test(text);
  if (!hasPaths || format > 6) return null;
  return { why: 'it holds versions and hashes of path dependencies', command: 'pixi lock' };
}
