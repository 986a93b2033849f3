import type { FilterKey } from './events.js';
import type { Matrix } from './matrix.js';
import type { Pattern } from './pattern.js';
import type { Place, YamlNode } from './yaml-node.js';

/** Text with the place where it is written. */
export interface Text {
  readonly text: string;
  readonly place: Place;
  /** Whether its lines follow the one of `place`, as in `run: |`. */
  readonly block: boolean;
}

export interface Filter {
  readonly key: FilterKey;
  readonly place: Place;
  readonly patterns: readonly (Pattern & { readonly place: Place })[];
}

/** One event of `on`. */
export interface Trigger {
  readonly event: string;
  readonly place: Place;
  readonly filters: ReadonlyMap<FilterKey, Filter>;
  /** Null: the event's default. */
  readonly types: readonly string[] | null;
  /** The workflows that `workflow_run` follows. */
  readonly workflows: readonly Text[];
}

export interface Concurrency {
  readonly group: Text;
  /** As it is written; empty where it is left out. */
  readonly cancelInProgress: string;
  readonly queue: string;
}

export interface Step {
  readonly place: Place;
  readonly condition: Text | null;
  readonly uses: Text | null;
  readonly run: Text | null;
  readonly workingDirectory: Text | null;
  /** Inputs by name in lower case, and variables by name. */
  readonly inputs: ReadonlyMap<string, Text>;
  readonly variables: ReadonlyMap<string, Text>;
}

export interface Job {
  readonly id: string;
  readonly place: Place;
  readonly condition: Text | null;
  readonly needs: readonly string[];
  readonly matrix: Matrix | null;
  /** The workflow that it calls. */
  readonly uses: Text | null;
  readonly inputs: ReadonlyMap<string, Text>;
  readonly variables: ReadonlyMap<string, Text>;
  /** `defaults.run.working-directory`. */
  readonly workingDirectory: Text | null;
  readonly concurrency: Concurrency | null;
  readonly steps: readonly Step[];
}

/** Why GitHub does not take a file, or passes over a part of it. */
export interface Fault {
  readonly rule: 'workflow-invalid' | 'pattern-invalid' | 'filter-ignored';
  readonly place: Place;
  readonly message: string;
  readonly hint: string;
}

/** A file of `.github/workflows`. */
export interface Workflow {
  readonly file: string;
  /** What GitHub shows: `name`, or the path of the file where there is none. */
  readonly name: string;
  /** By event; empty where GitHub does not take the file. */
  readonly triggers: ReadonlyMap<string, Trigger>;
  readonly variables: ReadonlyMap<string, Text>;
  readonly workingDirectory: Text | null;
  readonly concurrency: Concurrency | null;
  readonly jobs: readonly Job[];
  readonly faults: readonly Fault[];
}

/** The text of a scalar with its place; null where there is none. */
export function textOf(node: YamlNode | undefined): Text | null {
  return node?.kind === 'scalar' ? { text: node.text, place: node.place, block: node.block } : null;
}
