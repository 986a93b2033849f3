import type { TomlTable } from '../manifests/toml.js';
import type { Lookup } from '../workspace/lookup.js';
import type { VersionPlace } from '../workspace/package.js';

/** How a tool finds the version in a file that it is told about. */
export type Search =
  /** A text with the version between each two parts. */
  | { readonly how: 'template'; readonly parts: readonly string[] }
  /** Every line that a regular expression matches, null: every line. */
  | { readonly how: 'lines'; readonly pattern: string | null }
  /** What a regular expression matches. */
  | { readonly how: 'match'; readonly pattern: string }
  | { readonly how: 'key'; readonly key: readonly string[] }
  /** The value of a variable, behind the prefix of a tag where the tag is written. */
  | { readonly how: 'variable'; readonly name: string; readonly prefix: string }
  /** Nothing but the version, behind a prefix. */
  | { readonly how: 'content'; readonly prefix: string };

/** A file, or the files of a pattern. */
export interface ListedFile {
  readonly path: string;
  /** Whether the path starts at the root and not at the folder of the configuration. */
  readonly fromRoot: boolean;
  readonly exclude: readonly string[];
  readonly search: Search;
}

export function listed(path: string, search: Search): ListedFile {
  return { path, fromRoot: false, exclude: [], search };
}

/** What the configuration of a release tool tells about where the version is. */
export interface ToolConfig {
  readonly tool: string;
  /** The copy that the tool keeps in its configuration. */
  readonly copy: VersionPlace | null;
  /** The version that the tool looks for; null: that of the package. */
  readonly current: string | null;
  readonly listed: readonly ListedFile[];
}

/** A package's folder, as a release tool that is started in it finds its configuration. */
export interface ToolFolder {
  readonly folder: string;
  /** The parsed `pyproject.toml`. */
  readonly project: TomlTable;
  /** Names of the configuration files that stand in it, see config-files.ts. */
  readonly names: ReadonlySet<string>;
  readonly lookup: Lookup;
}
