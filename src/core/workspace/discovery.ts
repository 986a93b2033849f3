import { globMatcher } from '../globs.js';
import type { WorkspaceDefinition } from '../manifests/facts.js';
import { isRequirementFile } from '../manifests/requirement-files.js';
import { notablePaths } from '../notable-paths.js';
import { baseName, folderOf } from '../paths.js';

const MANIFESTS = new Set(['pyproject.toml', 'setup.cfg', 'setup.py']);

/** Folders whose manifests are as a rule no packages of the repository: test data, samples, copies of others' code. */
const SKIPPED = new Set([
  ...['test', 'tests', 'testdata', 'test-data', 'test_data', 'fixture', 'fixtures'],
  ...[
    'example',
    'examples',
    'sample',
    'samples',
    'demo',
    'demos',
    'template',
    'templates',
    'cookiecutter',
    'cookiecutters',
  ],
  ...['vendor', 'vendored', '_vendor', '_vendored', 'third_party', 'third-party', 'thirdparty', '3rdparty'],
  ...[
    'site-packages',
    'dist-packages',
    'node_modules',
    '.venv',
    'venv',
    '.tox',
    '.nox',
    '__pycache__',
    '.git',
  ],
]);

/** The files of one folder that may tell about a package. */
export interface ManifestFolder {
  /** `pyproject.toml`, `setup.cfg` and `setup.py`; and `hatch.toml`, which alone makes no package. */
  readonly manifests: string[];
  readonly requirementFiles: string[];
}

/** Every folder that holds a manifest, in the order of the paths. */
export function manifestFolders(paths: readonly string[]): Map<string, ManifestFolder> {
  const folders = new Map<string, ManifestFolder>();
  const requirementFiles: string[] = [];
  const hatchFiles: string[] = [];
  for (const path of notablePaths(paths)) {
    const name = baseName(path);
    if (isRequirementFile(name)) requirementFiles.push(path);
    if (name === 'hatch.toml') hatchFiles.push(path);
    if (!MANIFESTS.has(name)) continue;
    const folder = folderOf(path);
    const found = folders.get(folder) ?? { manifests: [], requirementFiles: [] };
    found.manifests.push(path);
    folders.set(folder, found);
  }
  for (const path of hatchFiles) folders.get(folderOf(path))?.manifests.push(path);
  for (const path of requirementFiles) folders.get(folderOf(path))?.requirementFiles.push(path);
  return folders;
}

/** Whether a part of the path is one of the names under which no packages are expected. */
export function isSkipped(folder: string): boolean {
  return folder.split('/').some(part => SKIPPED.has(part.toLowerCase()) || part.includes('{{'));
}

/** The folders of `candidates` that workspace definitions name. */
export function namedFolders(
  definitions: readonly WorkspaceDefinition[],
  candidates: readonly string[],
): Set<string> {
  const known = new Set(candidates);
  const named = new Set<string>();
  for (const { members, exclude } of definitions) {
    if (members.length === 0) continue;
    const isExcluded = globMatcher(exclude);
    const patterns = members.filter(member => /[*?[]/.test(member));
    // Plain paths are looked up: a repository can have thousands of path dependencies.
    const plain = patterns.length === 0 ? members : members.filter(member => !patterns.includes(member));
    const matching = patterns.length === 0 ? [] : candidates.filter(globMatcher(patterns));
    for (const folder of [...plain, ...matching])
      if (known.has(folder) && !isExcluded(folder)) named.add(folder);
  }
  return named;
}

/** Files that a difference of which can make, change or unmake a package. */
export function isDiscoveryFile(path: string): boolean {
  const name = baseName(path);
  return MANIFESTS.has(name) || name === 'hatch.toml' || path === 'relctl.toml' || isRequirementFile(name);
}

/** The files that finding the packages is likely to ask for. Asking for too few costs time only. */
export function likelyFiles(paths: readonly string[]): string[] {
  return notablePaths(paths).filter(path => isDiscoveryFile(path) && !isSkipped(folderOf(path)));
}
