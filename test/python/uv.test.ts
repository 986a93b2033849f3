import { IGNORED, moduleFiles, text } from './support/files.js';
import { type Candidate, locksAgain } from './support/judges.js';
import { ask } from './support/tools.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'packages/core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'packages/api', module: 'tides_api', version: '1.2.3' };
const APP = {
  name: 'tides-app',
  folder: 'packages/app',
  module: 'tides_app',
  version: '0.4.0',
  extra: 'maps',
};

const lock = (root: string) => ask('uv', ['lock', '--offline'], root);

/** A virtual root with sources for all members; the last of them takes its version from its module. */
const workspace = {
  packages: [CORE, API, APP],
  files: {
    ...IGNORED,
    ...moduleFiles([CORE, API, APP]),
    'pyproject.toml': text`
      [tool.uv.workspace]
      members = ["packages/*"]

      [tool.uv.sources]
      tides-core = { workspace = true }
      tides-api = { workspace = true }
    `,
    'packages/core/pyproject.toml': text`
      [project]
      name = "tides-core"
      version = "1.2.3"
      readme = "README.md"
      requires-python = ">=3.9"

      [build-system]
      requires = ["uv_build>=0.8,<1"]
      build-backend = "uv_build"
    `,
    'packages/api/pyproject.toml': text`
      [project]
      name = "tides-api"
      version = "1.2.3" # the same as tides-core's, by chance
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["tides-core>=1.2,<1.3"]

      [dependency-groups]
      dev = ["Tides.Core"]

      [build-system]
      requires = ["setuptools>=77"]
      build-backend = "setuptools.build_meta"
    `,
    'packages/app/pyproject.toml': text`
      [project]
      name = "tides-app"
      dynamic = ["version"]
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = [
        "tides_api == 1.2.3", # in lock-step
      ]

      [project.optional-dependencies]
      maps = ["tides-core~=1.2.0; python_version >= '3.9'"]

      [tool.hatch.version]
      path = "src/tides_app/__init__.py"

      [build-system]
      requires = ["hatchling"]
      build-backend = "hatchling.build"
    `,
  },
  lock,
  judges: {
    'uv lock --check': ({ repository }: Candidate) => {
      ask('uv', ['lock', '--check', '--offline'], repository.root);
    },
    'uv lock changes nothing': locksAgain(lock),
  },
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-app': '0.4.0' };
const CHAIN = { 'tides-api': '1.2.4', 'tides-app': '0.4.1' };

describeReleases(
  'a workspace of uv',
  workspace,
  [
    { bump: 'patch --package tides-core', versions: { ...BEFORE, 'tides-core': '1.2.4' } },
    { bump: 'minor --package tides-core', versions: { ...CHAIN, 'tides-core': '1.3.0' } },
    { bump: 'minor --package tides-core --no-commit', versions: { ...CHAIN, 'tides-core': '1.3.0' } },
    {
      bump: ['patch --package tides-core', 'patch --package tides-core'],
      versions: { ...BEFORE, 'tides-core': '1.2.5' },
    },
    { bump: 'major --package tides-core', versions: { ...CHAIN, 'tides-core': '2.0.0' } },
    { bump: 'minor --package tides-core --pre rc', versions: { ...CHAIN, 'tides-core': '1.3.0rc1' } },
    { bump: 'patch --package tides-core --dependents all', versions: { ...CHAIN, 'tides-core': '1.2.4' } },
    { bump: 'minor --package tides-app', versions: { ...BEFORE, 'tides-app': '0.5.0' } },
    {
      bump: 'minor --package tides-core --dependents none',
      versions: { ...BEFORE, 'tides-core': '1.3.0' },
      refusedBy: ['installing all wheels together', 'relctl verify-versions'],
    },
    {
      bump: 'minor --all',
      versions: { 'tides-core': '1.3.0', 'tides-api': '1.3.0', 'tides-app': '0.5.0' },
    },
  ],
  [
    {
      slip: 'the lock file is forgotten',
      edits: {
        'packages/core/pyproject.toml': ['"1.2.3"', '"1.2.4"'],
        'packages/core/src/tides_core/__init__.py': ['"1.2.3"', '"1.2.4"'],
      },
      versions: { ...BEFORE, 'tides-core': '1.2.4' },
      refusedBy: ['uv lock --check', 'uv lock changes nothing'],
      rules: ['lock-stale'],
      mended: true,
    },
    {
      slip: 'all but the manifest is forgotten',
      edits: { 'packages/core/pyproject.toml': ['"1.2.3"', '"1.2.9"'] },
      versions: { ...BEFORE, 'tides-core': '1.2.9' },
      refusedBy: ['installing all wheels together', 'uv lock --check', 'uv lock changes nothing'],
      rules: ['lock-stale', 'version-mismatch'],
      mended: true,
    },
    {
      slip: 'the requirements of the dependents are forgotten',
      edits: {
        'packages/core/pyproject.toml': ['"1.2.3"', '"1.3.0"'],
        'packages/core/src/tides_core/__init__.py': ['"1.2.3"', '"1.3.0"'],
        'uv.lock': ['"tides-core"\nversion = "1.2.3"', '"tides-core"\nversion = "1.3.0"'],
      },
      versions: { ...BEFORE, 'tides-core': '1.3.0' },
      refusedBy: ['installing all wheels together'],
      rules: ['sibling-unsatisfied'],
    },
    {
      slip: 'the module is forgotten',
      edits: {
        'packages/core/pyproject.toml': ['"1.2.3"', '"1.2.4"'],
        'uv.lock': ['"tides-core"\nversion = "1.2.3"', '"tides-core"\nversion = "1.2.4"'],
      },
      versions: { ...BEFORE, 'tides-core': '1.2.4' },
      refusedBy: ['installing all wheels together'],
      rules: ['version-mismatch'],
      mended: true,
    },
  ],
);
