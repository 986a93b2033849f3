import { IGNORED, moduleFiles, text } from './support/files.js';
import { poetryJudges, poetryLock } from './support/poetry.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'api', module: 'tides_api', version: '1.2.3' };
const APP = { name: 'tides-app', folder: 'app', module: 'tides_app', version: '0.4.0', extra: 'maps' };
const PACKAGES = [CORE, API, APP];

const BACKEND = text`

  [build-system]
  requires = ["poetry-core>=2"]
  build-backend = "poetry.core.masonry.api"
`;

/** Poetry 2 with the standard's `[project]`, which Poetry's own tables enrich with folders and with a version. */
const workspace = {
  packages: PACKAGES,
  files: {
    ...IGNORED,
    ...moduleFiles(PACKAGES),
    'core/pyproject.toml': text`
      [project]
      name = "tides-core"
      dynamic = ["version"]
      description = "Heights of water"
      readme = "README.md"
      requires-python = ">=3.9"

      [tool.poetry]
      version = "1.2.3"
    `.concat(BACKEND),
    'api/pyproject.toml': text`
      [project]
      name = "tides-api"
      version = "1.2.3"
      description = "Heights of water for others"
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["tides-core (>=1.2,<1.3)"]

      [tool.poetry.dependencies]
      tides-core = { path = "../core", develop = true }
    `.concat(BACKEND),
    'app/pyproject.toml': text`
      [project]
      name = "tides-app"
      version = "0.4.0"
      description = "The tides as pictures"
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = [
        "tides-api (>=1.2.3,<2.0.0) ; python_version >= '3.9'",
      ]

      [project.optional-dependencies]
      maps = ["tides-core (==1.2.3)"]

      [dependency-groups]
      dev = ["tides-core >=1"]

      [tool.poetry.dependencies]
      tides-api = { path = "../api", develop = true }
      tides-core = { path = "../core", develop = true }

      [tool.poetry.group.dev.dependencies]
      tides-core = { path = "../core", develop = true }
    `.concat(BACKEND),
  },
  lock: poetryLock(PACKAGES),
  judges: poetryJudges(PACKAGES),
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-app': '0.4.0' };

describeReleases(
  'projects of Poetry with [project]',
  workspace,
  [
    {
      bump: 'patch --package tides-core',
      versions: { ...BEFORE, 'tides-core': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'minor --package tides-core',
      versions: { 'tides-core': '1.3.0', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'minor --package tides-core --pre rc',
      versions: { 'tides-core': '1.3.0rc1', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'major --package tides-api',
      versions: { ...BEFORE, 'tides-api': '2.0.0', 'tides-app': '0.4.1' },
    },
  ],
  [
    {
      slip: 'a dependent is forgotten',
      edits: {
        'core/pyproject.toml': ['"1.2.3"', '"1.2.4"'],
        'core/src/tides_core/__init__.py': ['"1.2.3"', '"1.2.4"'],
        'api/poetry.lock': ['version = "1.2.3"', 'version = "1.2.4"'],
      },
      versions: { ...BEFORE, 'tides-core': '1.2.4' },
      refusedBy: ['installing all wheels together', 'poetry lock changes nothing'],
      rules: ['lock-stale', 'sibling-unsatisfied'],
    },
  ],
);
