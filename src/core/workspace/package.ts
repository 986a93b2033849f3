import type { Kind, Requirement } from '../requirements/requirement.js';

export interface VersionSource {
  readonly kind: string;
  /** Null where the number is in no file. */
  readonly file: string | null;
  readonly line: number | null;
}

export interface VersionMirror {
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly value: string;
}

/** A place of the workspace where a version is written, as far as relctl can edit it. */
export interface VersionPlace {
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly value: string;
  /** How the text is found again for editing. */
  readonly locate: PlaceLocator;
}

/** The version is in no file of the repository. */
export interface NoPlace {
  readonly kind: string;
  readonly file: null;
  /** What is wrong with that; null where it is as declared, computed or taken from git. */
  readonly fault: string | null;
}

/** A place that is named in the configuration and is not there, or a file that may hold one and cannot be read. */
export interface PlaceFault {
  /** Whether the configuration names the place, so that it must be there. */
  readonly configured: boolean;
  readonly file: string;
  readonly line: number | null;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

export type PlaceLocator =
  | { readonly how: 'toml'; readonly key: readonly string[] }
  /** As `toml`, written in semver's spelling. */
  | { readonly how: 'semver-toml'; readonly key: readonly string[] }
  | { readonly how: 'python'; readonly names: readonly string[] }
  /** A back-end's regular expression; null stands for its default. */
  | { readonly how: 'pattern'; readonly kind: string; readonly pattern: string | null }
  | { readonly how: 'ini'; readonly section: string; readonly option: string }
  | { readonly how: 'setup-py'; readonly argument: string }
  /** What the line holds before and after the version, its line end included. */
  | { readonly how: 'line'; readonly before: string; readonly after: string; readonly semver: boolean }
  /** The whole file but for white space around it. */
  | { readonly how: 'content' };

/** Another package of the workspace that a package needs, for whatever reason. */
export interface Dependency {
  readonly id: string;
  readonly kinds: readonly Kind[];
  readonly specifiers: readonly string[];
  /** What says so. */
  readonly requirements: readonly Requirement[];
}

/** One distribution of the workspace. */
export interface Package {
  /** The short name of the command line and of tags; unique in the workspace. */
  readonly id: string;
  /** The distribution name as the manifest spells it. */
  readonly name: string;
  /** Its folder, from the root; `.` for the root. */
  readonly path: string;
  readonly manifest: string;
  /** The import package in dotted form; null where none is found. */
  readonly module: string | null;
  /** As it is written; null where it is in no file. */
  readonly version: string | null;
  readonly bumpable: boolean;
  /** Why it is not bumpable; null where it is. */
  readonly reason: string | null;
  readonly source: VersionPlace | NoPlace;
  readonly mirrors: readonly VersionPlace[];
  /** Places that cannot be told; a release is refused until they can. */
  readonly placeFaults: readonly PlaceFault[];
  readonly requirements: readonly Requirement[];
  readonly dependencies: readonly Dependency[];
  /** The template of its tags. */
  readonly template: string;
  /** Templates of tags it had before; they are read and not written. */
  readonly oldTemplates: readonly string[];
  readonly group: string | null;
  /** Patterns of files outside its folder that belong to it. */
  readonly inputs: readonly string[];
}

const TOOL_COPIES = new Set(['bumpversion', 'commitizen', 'tbump']);

/** Whether a place is the copy that a release tool keeps in its own configuration: nothing that is shipped reads it. */
export function isToolCopy({ kind }: VersionPlace): boolean {
  return TOOL_COPIES.has(kind);
}
