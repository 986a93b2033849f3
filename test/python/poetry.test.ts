import { IGNORED, moduleFiles, text } from './support/files.js';
import { poetryJudges, poetryLock } from './support/poetry.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'libs/core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'libs/api', module: 'tides_api', version: '1.2.3' };
const APP = { name: 'tides-app', folder: 'app', module: 'tides_app', version: '0.4.0', extra: 'maps' };
const PACKAGES = [CORE, API, APP];

/** Poetry's own tables: published constraints in the main group, the folders they come from in the group `dev`. */
const workspace = {
  packages: PACKAGES,
  files: {
    ...IGNORED,
    ...moduleFiles(PACKAGES),
    'libs/core/pyproject.toml': text`
      [tool.poetry]
      name = "tides-core"
      version = "1.2.3"
      description = "Heights of water"
      authors = ["Ada <ada@example.org>"]
      readme = "README.md"

      [tool.poetry.dependencies]
      python = ">=3.9"

      [build-system]
      requires = ["poetry-core"]
      build-backend = "poetry.core.masonry.api"
    `,
    'libs/api/pyproject.toml': text`
      [tool.poetry]
      name = "tides-api"
      version = "1.2.3"
      description = "Heights of water for others"
      authors = ["Ada <ada@example.org>"]
      readme = "README.md"

      [tool.poetry.dependencies]
      python = ">=3.9"
      tides-core = "^1.2"

      [tool.poetry.group.dev.dependencies]
      tides-core = { path = "../core", develop = true }

      [build-system]
      requires = ["poetry-core"]
      build-backend = "poetry.core.masonry.api"
    `,
    'app/pyproject.toml': text`
      [tool.poetry]
      name = "tides-app"
      version = "0.4.0"
      description = "Größe der Gezeiten" # the hash in the lock file is over escaped text
      authors = ["Ada <ada@example.org>"]
      readme = "README.md"

      [tool.poetry.dependencies]
      python = ">=3.9"
      tides_api = "~1.2.3"
      tides-core = { version = "1.2.*", optional = true }

      [tool.poetry.extras]
      maps = ["tides-core"]

      [tool.poetry.group.dev.dependencies]
      tides-api = { path = "../libs/api", develop = true }
      tides-core = { path = "../libs/core", develop = true }

      [build-system]
      requires = ["poetry-core"]
      build-backend = "poetry.core.masonry.api"
    `,
  },
  lock: poetryLock(PACKAGES),
  judges: poetryJudges(PACKAGES),
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-app': '0.4.0' };

describeReleases(
  'projects of Poetry',
  workspace,
  [
    { bump: 'patch --package tides-core', versions: { ...BEFORE, 'tides-core': '1.2.4' } },
    {
      bump: ['minor --package tides-core', 'minor --package tides-core --no-commit'],
      versions: { ...BEFORE, 'tides-core': '1.4.0', 'tides-app': '0.4.2' },
    },
    {
      bump: 'minor --package tides-core',
      versions: { ...BEFORE, 'tides-core': '1.3.0', 'tides-app': '0.4.1' },
    },
    {
      bump: 'major --package tides-core',
      versions: { 'tides-core': '2.0.0', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'minor --package tides-api --pre rc',
      versions: { ...BEFORE, 'tides-api': '1.3.0rc1', 'tides-app': '0.4.1' },
    },
  ],
  [
    {
      slip: 'the version in the lock files is forgotten, which only another lock shows',
      edits: {
        'libs/core/pyproject.toml': ['"1.2.3"', '"1.2.4"'],
        'libs/core/src/tides_core/__init__.py': ['"1.2.3"', '"1.2.4"'],
      },
      versions: { ...BEFORE, 'tides-core': '1.2.4' },
      refusedBy: ['poetry lock changes nothing'],
      rules: ['lock-stale'],
      mended: true,
    },
    {
      slip: 'a requirement is raised without its lock file',
      edits: { 'libs/api/pyproject.toml': ['"^1.2"', '"^1.2.3"'] },
      versions: BEFORE,
      refusedBy: ['poetry check --lock', 'poetry lock changes nothing'],
      rules: ['lock-stale'],
    },
  ],
);
