import { type Config, normalizeConfig } from '../../../src/core/config/config.js';
import type { WrittenConfig } from '../../../src/core/config/schema.js';
import type { ManifestFacts } from '../../../src/core/manifests/facts.js';
import { pythonReader } from '../../../src/core/manifests/python-reader.js';
import { type FolderReading, readFolder } from '../../../src/core/manifests/read-folder.js';
import { readWorkspace, withVersions } from '../../../src/core/operations/load-workspace.js';
import { byCodeUnit } from '../../../src/core/paths.js';
import type { FileContent, Tree } from '../../../src/core/ports.js';
import type { Requirement } from '../../../src/core/requirements/requirement.js';
import { customPattern } from '../../../src/core/versions/custom-pattern.js';
import { manifestFolders } from '../../../src/core/workspace/discovery.js';
import { Lookup } from '../../../src/core/workspace/lookup.js';
import { PathIndex } from '../../../src/core/workspace/path-index.js';
import type { Workspace } from '../../../src/core/workspace/workspace.js';

/** Path → text. */
export type Files = Readonly<Record<string, string>>;

export function pathIndex(paths: readonly string[]): PathIndex {
  return new PathIndex([...paths].sort(byCodeUnit));
}

/** A lookup that has read all the files and loaded every engine. */
export function lookupOf(files: Files): Lookup {
  const lookup = new Lookup(pathIndex(Object.keys(files)));
  lookup.engines.patterns = customPattern;
  lookup.engines.python = pythonReader;
  lookup.add(new Map(Object.entries(files).map(([path, text]) => [path, { kind: 'text', text }])));
  return lookup;
}

/** What `readFolder` says of a folder, with a lookup of these files. */
export function readingOf(files: Files, lookup: Lookup = lookupOf(files), folder = 'p'): FolderReading {
  const found = manifestFolders(Object.keys(files).sort(byCodeUnit)).get(folder);
  return readFolder(folder, found ?? { manifests: [], requirementFiles: [] }, lookup);
}

export function memoryTree(files: Files): Tree {
  return {
    paths: Object.keys(files).sort(byCodeUnit),
    read: async paths =>
      new Map(
        paths.map((path): [string, FileContent] => {
          const text = Object.hasOwn(files, path) ? files[path] : undefined;
          return [path, text === undefined ? { kind: 'missing' } : { kind: 'text', text }];
        }),
      ),
  };
}

/** A configuration as it is written, without the free variables of packages. */
export type Written = Omit<WrittenConfig, 'package'> & {
  readonly package?: Readonly<Record<string, { path?: string; inputs?: string[]; tag?: string }>>;
};

export function configOf(written: Written = {}): Config {
  return normalizeConfig('relctl.toml', written as WrittenConfig);
}

export async function workspaceOf(files: Files, written: Written = {}): Promise<Workspace> {
  const tree = memoryTree(files);
  const workspace = await readWorkspace(tree, configOf(written), null);
  return withVersions(tree, workspace, workspace.packages);
}

/** A `pyproject.toml` with a static version. */
export function project(name: string, version = '1.0.0', ...dependencies: readonly string[]): string {
  return `[project]\nname = "${name}"\nversion = "${version}"\ndependencies = ${JSON.stringify(dependencies)}\n`;
}

/** Facts of a package as `readFolder` would give them. */
export function factsOf(path: string, name: string, facts: Partial<ManifestFacts> = {}): ManifestFacts {
  const manifest = path === '.' ? 'pyproject.toml' : `${path}/pyproject.toml`;
  return {
    path,
    manifest,
    name,
    virtual: false,
    version: { how: 'literal', kind: 'project', file: manifest, value: '1.0.0', key: ['project', 'version'] },
    requirements: [],
    modules: { roots: [], modules: [] },
    ...facts,
  };
}

export function requirement(name: string | null, more: Partial<Requirement> = {}): Requirement {
  return { name, kind: 'runtime', specifier: '', path: null, file: 'pyproject.toml', at: [], ...more };
}
