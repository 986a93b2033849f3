import { IGNORED, moduleFiles, text } from './support/files.js';
import { type Candidate, locksAgain } from './support/judges.js';
import { ask } from './support/tools.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'services/api', module: 'tides_api', version: '0.9.0' };
const APP = { name: 'tides-app', folder: 'services/app', module: 'tides_app', version: '2026.1' };
const PACKAGES = [CORE, API, APP];

const lock = (root: string) => {
  for (const { folder } of PACKAGES) ask('uv', ['lock', '--offline', '--project', folder], root);
};

const BACKEND = text`
  [build-system]
  requires = ["uv_build>=0.8,<1"]
  build-backend = "uv_build"
`;

/** No workspace: every project has a lock file of its own, which holds the versions of those it reaches by path. */
const workspace = {
  packages: PACKAGES,
  files: {
    ...IGNORED,
    ...moduleFiles(PACKAGES),
    'core/pyproject.toml': text`
      [project]
      name = "tides-core"
      version = "1.2.3"
      readme = "README.md"
      requires-python = ">=3.9"
    `.concat(BACKEND),
    'services/api/pyproject.toml': text`
      [project]
      name = "tides-api"
      version = "0.9.0"
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["tides-core~=1.2"]

      [tool.uv.sources]
      tides-core = { path = "../../core" }
    `.concat(BACKEND),
    'services/app/pyproject.toml': text`
      [project]
      name = "tides-app"
      version = "2026.1"
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["tides-api>=0.9,<0.10", "tides-core>=1.2.0,!=1.2.1,<2"]

      [tool.uv.sources]
      tides-api = { path = "../api", editable = true }
      tides-core = { path = "../../core" }
    `.concat(BACKEND),
  },
  lock,
  judges: {
    'uv lock --check': ({ repository }: Candidate) => {
      for (const { folder } of PACKAGES)
        ask('uv', ['lock', '--check', '--offline', '--project', folder], repository.root);
    },
    'uv lock changes nothing': locksAgain(lock),
  },
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '0.9.0', 'tides-app': '2026.1' };

describeReleases(
  'projects of uv with a lock file each',
  workspace,
  [
    { bump: 'minor --package tides-core', versions: { ...BEFORE, 'tides-core': '1.3.0' } },
    {
      bump: 'major --package tides-core',
      versions: { 'tides-core': '2.0.0', 'tides-api': '0.9.1', 'tides-app': '2026.1.1' },
    },
    {
      bump: 'minor --package tides-api',
      versions: { ...BEFORE, 'tides-api': '0.10.0', 'tides-app': '2026.1.1' },
    },
    {
      bump: 'major --package tides-core --pre rc',
      versions: { 'tides-core': '2.0.0rc1', 'tides-api': '0.9.1', 'tides-app': '2026.1.1' },
    },
  ],
  [
    {
      slip: 'only the lock file of the package itself is written anew',
      edits: {
        'core/pyproject.toml': ['"1.2.3"', '"1.2.4"'],
        'core/src/tides_core/__init__.py': ['"1.2.3"', '"1.2.4"'],
        'core/uv.lock': ['version = "1.2.3"', 'version = "1.2.4"'],
      },
      versions: { ...BEFORE, 'tides-core': '1.2.4' },
      refusedBy: ['uv lock --check', 'uv lock changes nothing'],
      rules: ['lock-stale'],
      mended: true,
    },
  ],
);
