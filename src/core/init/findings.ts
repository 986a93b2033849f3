/** What the configuration of a repository must say, since it is not the default. */
export interface Findings {
  /** The branch to compare with, where relctl would find none by itself. */
  readonly base: string | null;
  readonly tag: FoundTemplate | null;
  readonly packages: readonly FoundPackage[];
  readonly group: FoundGroup | null;
  /** What a person should know and decide; written as comments. */
  readonly remarks: readonly string[];
}

export interface FoundTemplate {
  readonly template: string;
  /** A tag that is there. */
  readonly example: string;
}

export interface FoundPackage {
  readonly id: string;
  readonly name: string;
  /** Null where the id finds the package by its name. */
  readonly path: string | null;
  /** Null where the template of the workspace gives its tags. */
  readonly tag: string | null;
  readonly example: string;
}

export interface FoundGroup extends FoundTemplate {
  readonly name: string;
  readonly packages: readonly string[];
}
