import type { FileMap } from '../support/repository.js';

/** One command that is killed, and what it starts from. */
export interface Scenario {
  readonly name: 'push' | 'commit' | 'files' | 'tags';
  readonly args: readonly string[];
  /** Whether it publishes: then a fresh clone must be able to complete it too. */
  readonly publishes: boolean;
  /** Where set, this command has run to its end before, and then all tags were lost. */
  readonly after?: readonly string[];
}

const BUMP = ['bump', 'minor', '--package', 'a', '--yes', '--json'] as const;

export const SCENARIOS: readonly Scenario[] = [
  { name: 'push', args: [...BUMP, '--push'], publishes: true },
  { name: 'commit', args: BUMP, publishes: false },
  { name: 'files', args: [...BUMP, '--no-commit'], publishes: false },
  { name: 'tags', args: ['tag', '--push', '--json'], publishes: true, after: [...BUMP, '--push'] },
];

/** a ← b, whose requirement a minor release of a breaks, so that b is edited and released along; and c for itself. */
export const WORKSPACE: FileMap = {
  'pyproject.toml': '[tool.uv]\npackage = false\n\n[tool.uv.workspace]\nmembers = ["packages/*"]\n',
  'relctl.toml': '[push]\ntags-per-push = 1\n',
  ...pythonPackage('a', []),
  ...pythonPackage('b', ['a>=1.0,<1.1']),
  ...pythonPackage('c', []),
  'uv.lock': [
    'version = 1',
    'requires-python = ">=3.11"',
    '',
    '[manifest]',
    'members = [\n    "a",\n    "b",\n    "c",\n]',
    '',
    lockEntry('a'),
    lockEntry('b', 'dependencies = [\n    { name = "a" },\n]\n', '{ name = "a", editable = "packages/a" }'),
    lockEntry('c'),
  ].join('\n'),
};

/** What the user has not committed: no run may touch it. */
export const DIRT: FileMap = {
  'packages/c/c/work.py': 'VALUE = 2  # not committed\n',
  'notes.txt': 'not tracked\n',
};

function pythonPackage(name: string, dependencies: readonly string[]): FileMap {
  return {
    [`packages/${name}/pyproject.toml`]: [
      '[project]',
      `name = "${name}"`,
      'version = "1.0.0"',
      'requires-python = ">=3.11"',
      `dependencies = ${JSON.stringify(dependencies)}`,
      '',
      '[build-system]',
      'requires = ["hatchling"]',
      'build-backend = "hatchling.build"',
      '',
    ].join('\n'),
    [`packages/${name}/${name}/__init__.py`]: '__version__ = "1.0.0"\n',
    [`packages/${name}/${name}/work.py`]: 'VALUE = 1\n',
  };
}

function lockEntry(name: string, dependencies = '', requires = ''): string {
  const metadata = requires === '' ? '' : `\n[package.metadata]\nrequires-dist = [${requires}]\n`;
  return `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = { editable = "packages/${name}" }\n${dependencies}${metadata}`;
}
