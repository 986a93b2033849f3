import type { Config } from '../config/config.js';
import type { ToolFiles } from '../release-tools/config-files.js';
import type { Lookup } from './lookup.js';

/** What describing one package needs to know of the whole workspace. */
export interface Surroundings {
  readonly lookup: Lookup;
  readonly config: Config;
  /** The folders of all packages. */
  readonly folders: ReadonlySet<string>;
  readonly toolFiles: ToolFiles;
}
