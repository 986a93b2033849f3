import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../support/relctl.js';
import { type FileMap, Repository } from '../../support/repository.js';

export type FixtureName = 'asset-manager' | 'single-package' | 'server' | 'platform' | 'domains';

export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface ExpectedPackage {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly module: string;
  readonly version: string;
  readonly bumpable: boolean;
  readonly versionSource: Place;
  readonly versionMirrors: readonly (Place & { readonly value: string })[];
  readonly tag: string;
  readonly group: string | null;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kinds: readonly string[];
}

/** What `changed` answers for one commit of the history, compared with the commit before it. */
export interface ExpectedChange {
  readonly changed: readonly string[];
  readonly affected: readonly string[];
  readonly levels: readonly (readonly string[])[];
  readonly unowned: readonly string[];
  readonly removed: readonly string[];
}

export interface ExpectedRelease {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly level?: string;
  readonly tag: string;
}

/** A run of `relctl bump` from the last commit of the history. */
export interface ExpectedBump {
  readonly args: readonly string[];
  readonly releases: readonly ExpectedRelease[];
  readonly tags: readonly string[];
  readonly edits: readonly (Place & { readonly before: string; readonly after: string })[];
}

export interface Expected {
  readonly packages: readonly ExpectedPackage[];
  readonly edges: readonly Edge[];
  readonly levels: readonly (readonly string[])[];
  readonly cycles: readonly (readonly string[])[];
  readonly commits: readonly ExpectedChange[];
  readonly verify: { readonly errors: readonly { readonly rule: string; readonly package: string }[] };
  readonly bumps: readonly ExpectedBump[];
}

export interface Fixture {
  readonly repository: Repository;
  readonly expected: Expected;
  /** Object ids, oldest first: the commit of `tree/`, then one for each entry of the history. */
  readonly commits: readonly string[];
}

interface History {
  readonly tags: readonly string[];
  readonly commits: readonly {
    readonly message: string;
    readonly files: FileMap;
    readonly tag?: readonly string[];
  }[];
}

/** Builds the repository of `fixtures/<name>` with its whole history and its annotated tags. */
export function loadFixture(name: FixtureName): Fixture {
  const folder = join(PROJECT_ROOT, 'fixtures', name);
  const history: History = readJson(join(folder, 'history.json'));
  const repository = Repository.fromFolder(join(folder, 'tree'));
  const commits = [repository.revision('HEAD')];
  addTags(repository, history.tags);
  for (const { message, files, tag = [] } of history.commits) {
    commits.push(repository.commit(files, message));
    addTags(repository, tag);
  }
  return { repository, expected: readJson(join(folder, 'expected.json')), commits };
}

/** The entry of `expected.bumps` with these arguments. */
export function bumpOf(expected: Expected, ...args: string[]): ExpectedBump {
  const bump = expected.bumps.find(candidate => candidate.args.join(' ') === args.join(' '));
  if (bump === undefined) throw new Error(`no such bump in expected.json: ${args.join(' ')}`);
  return bump;
}

function addTags(repository: Repository, tags: readonly string[]): void {
  for (const tag of tags) repository.git('tag', '--annotate', '--message', tag, tag);
}

function readJson<Shape>(file: string): Shape {
  return JSON.parse(readFileSync(file, 'utf8'));
}
