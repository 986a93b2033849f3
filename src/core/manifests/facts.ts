import type { Requirement } from '../requirements/requirement.js';

/**
 * Where a package says its version is. `kind` is what `list` shows as the kind of the version source. What the
 * place holds is looked up later, since it may need other files.
 */
export type VersionDeclaration =
  /** Written in the manifest itself. */
  | {
      readonly how: 'literal';
      readonly kind: string;
      readonly file: string;
      readonly value: string;
      readonly key: readonly string[];
    }
  /** In a Python or text file, found by the back-end's own regular expression; null stands for its default. */
  | { readonly how: 'pattern'; readonly kind: string; readonly file: string; readonly pattern: string | null }
  /** A module-level name of a module, `pkg.version:__version__` or `pkg.__version__`. */
  | { readonly how: 'attribute'; readonly kind: string; readonly module: string; readonly name: string }
  /** The whole content of one file. */
  | { readonly how: 'content'; readonly kind: string; readonly file: string }
  /** `__version__` of the package's own module. */
  | { readonly how: 'module'; readonly kind: string }
  /** `[package] version` of a Cargo.toml. */
  | { readonly how: 'cargo'; readonly kind: string; readonly file: string }
  /** From git, or computed by code: in no file. */
  | { readonly how: 'computed'; readonly kind: string }
  | { readonly how: 'missing'; readonly kind: string };

/** What a back-end says about where the import package is. Paths are relative to the package's folder. */
export interface ModuleHints {
  /** Folders that hold import packages, such as `src`. */
  readonly roots: readonly string[];
  /** Import packages by dotted name or by path. */
  readonly modules: readonly string[];
}

/** What the manifests of one folder say, before it is known which folders are packages. */
export interface ManifestFacts {
  /** The folder, relative to the root. */
  readonly path: string;
  /** The file that gives the name. */
  readonly manifest: string;
  readonly name: string;
  /** No distribution is built from it: `[tool.uv] package = false`, Poetry's `package-mode = false`. */
  readonly virtual: boolean;
  readonly version: VersionDeclaration;
  readonly requirements: readonly Requirement[];
  readonly modules: ModuleHints;
}

/** Folders that a workspace definition names, from the root; `members` may hold patterns. */
export interface WorkspaceDefinition {
  readonly members: readonly string[];
  readonly exclude: readonly string[];
}

/** The tables of `[tool]` in which release tools keep a version of their own. */
export const RELEASE_TOOLS = ['bumpversion', 'commitizen', 'semantic_release', 'tbump'];
