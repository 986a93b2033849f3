import type { Config } from '../config/config.js';
import type { FolderReading } from '../manifests/read-folder.js';
import type { Lookup } from './lookup.js';
import type { Package } from './package.js';
import type { PathIndex } from './path-index.js';
import type { Problem, Warning } from './problem.js';

/** The repository as relctl sees it. */
export interface Workspace {
  readonly config: Config;
  /** Sorted by path. */
  readonly packages: readonly Package[];
  readonly byId: ReadonlyMap<string, Package>;
  /** Manifests that could not be read; each stops only what needs that package. */
  readonly broken: readonly Problem[];
  readonly warnings: readonly Warning[];
  /** What the manifests of each folder say. */
  readonly readings: ReadonlyMap<string, FolderReading>;
  readonly index: PathIndex;
  /** The files that were read. */
  readonly lookup: Lookup;
}
