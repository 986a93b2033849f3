import { IGNORED, moduleFiles, text } from './support/files.js';
import { type Candidate, locksAgain } from './support/judges.js';
import { poetryJudges, poetryLock } from './support/poetry.js';
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
const PACKAGES = [CORE, API, APP];

/** Upper bounds of all kinds: in an extra that asks for an extra, in an extra of extras, in groups that include others. */
const MANIFESTS = {
  core: text`
    [project]
    name = "tides-core"
    version = "1.2.3"
    readme = "README.md"
    requires-python = ">=3.9"

    [project.optional-dependencies]
    fast = []

  `,
  api: text`
    [project]
    name = "tides-api"
    version = "1.2.3"
    readme = "README.md"
    requires-python = ">=3.9"

    [dependency-groups]
    Test_ing = ["tides-core >=1.2,<1.3"]
    dev = [{ include-group = "test.ing" }, "tides-core[fast] ; python_version>='3.9'"]

  `,
  app: text`
    [project]
    name = "tides-app"
    version = "0.4.0"
    readme = "README.md"
    requires-python = ">=3.9"

    [project.optional-dependencies]
    maps = ["tides-core[fast]>=1.2,<1.3", "tides-api>=1"]
    all = ["tides-app[maps]"]

    [dependency-groups]
    test = ["tides-core >= 1.2.3, < 2"] # the extra binds closer
    dev = [{ include-group = "test" }, 'tides.api<1.3']

  `,
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-app': '0.4.0' };

/** What is released when: only the extra is published. */
const RELEASES = [
  { bump: 'patch --package tides-core', versions: { ...BEFORE, 'tides-core': '1.2.4' } },
  {
    bump: 'minor --package tides-core',
    versions: { ...BEFORE, 'tides-core': '1.3.0', 'tides-app': '0.4.1' },
  },
  {
    bump: 'major --package tides-core --pre rc',
    versions: { ...BEFORE, 'tides-core': '2.0.0rc1', 'tides-app': '0.4.1' },
  },
  { bump: 'minor --package tides-api --no-commit', versions: { ...BEFORE, 'tides-api': '1.3.0' } },
];

const uvLock = (root: string) => ask('uv', ['lock', '--offline'], root);

const UV_BACKEND = text`
  [build-system]
  requires = ["uv_build>=0.8,<1"]
  build-backend = "uv_build"
`;

describeReleases(
  'extras and groups of uv',
  {
    packages: PACKAGES,
    files: {
      ...IGNORED,
      ...moduleFiles(PACKAGES),
      'pyproject.toml': text`
        [project]
        name = "tides"
        version = "0"
        requires-python = ">=3.9"
        dependencies = ["tides-app[all]<1"]

        [dependency-groups]
        bench = ["tides-core[fast]<1.3"]
        dev = [{ include-group = "bench" }, "tides-api~=1.2.0"]

        [tool.uv]
        package = false
        constraint-dependencies = ["tides-api>=1.2,<1.3"]
        override-dependencies = ["tides-core==1.2.3"]

        [tool.uv.workspace]
        members = ["packages/*"]

        [tool.uv.sources]
        tides-core = { workspace = true }
        tides-api = { workspace = true }
        tides-app = { workspace = true }
      `,
      'packages/core/pyproject.toml': MANIFESTS.core.concat(UV_BACKEND),
      'packages/api/pyproject.toml': MANIFESTS.api.concat(UV_BACKEND),
      'packages/app/pyproject.toml': MANIFESTS.app.concat(UV_BACKEND),
    },
    lock: uvLock,
    judges: {
      'uv lock --check': ({ repository }: Candidate) => {
        ask('uv', ['lock', '--check', '--offline'], repository.root);
      },
      'uv lock changes nothing': locksAgain(uvLock),
    },
  },
  [...RELEASES, { bump: 'major --package tides-app', versions: { ...BEFORE, 'tides-app': '1.0.0' } }],
  [],
);

const pdmLock = (root: string) => ask('pdm', ['lock'], root);

const PDM_BACKEND = text`
  [build-system]
  requires = ["pdm-backend"]
  build-backend = "pdm.backend"
`;

describeReleases(
  'extras and groups of PDM',
  {
    packages: PACKAGES,
    files: {
      ...IGNORED,
      ...moduleFiles(PACKAGES),
      'pyproject.toml': text`
        [project]
        requires-python = ">=3.9"

        [dependency-groups]
        bench = ["tides-core[fast]<1.3"]
        dev = [{ include-group = "bench" }, "tides-api~=1.2.0"]

        [tool.pdm]
        distribution = false

        [tool.pdm.workspace]
        members = ["packages/*"]
      `,
      'packages/core/pyproject.toml': text`
        [project]
        name = "tides-core"
        dynamic = ["version"]
        readme = "README.md"
        requires-python = ">=3.9"

        [project.optional-dependencies]
        fast = []

        [tool.pdm.version]
        source = "file"
        path = "src/tides_core/_about.py"

      `.concat(PDM_BACKEND),
      'packages/core/src/tides_core/_about.py':
        "__title__ = 'core 9.9.9'\n__version__ = '1.2.3'  # raised by relctl\n",
      'packages/core/src/tides_core/__init__.py': 'from ._about import __version__ as __version__\n',
      'packages/api/pyproject.toml': MANIFESTS.api.concat(PDM_BACKEND),
      'packages/app/pyproject.toml': MANIFESTS.app.concat(PDM_BACKEND),
    },
    lock: pdmLock,
    judges: {
      'pdm lock --check': ({ repository }: Candidate) => {
        ask('pdm', ['lock', '--check'], repository.root);
      },
      'pdm lock changes nothing': locksAgain(pdmLock),
    },
  },
  RELEASES,
  [
    {
      slip: 'the lock file is forgotten',
      edits: { 'packages/core/src/tides_core/_about.py': ["'1.2.3'", "'1.2.4'"] },
      versions: { ...BEFORE, 'tides-core': '1.2.4' },
      refusedBy: ['pdm lock changes nothing'],
      rules: ['lock-stale'],
      mended: true,
    },
  ],
);

const POETRY_BACKEND = text`
  [build-system]
  requires = ["poetry-core>=2"]
  build-backend = "poetry.core.masonry.api"
`;

const FROM_FOLDERS = text`
  tides-core = { path = "../core", develop = true }
  tides-api = { path = "../api", develop = true }

`;

describeReleases(
  'extras and groups of Poetry',
  {
    packages: PACKAGES,
    files: {
      ...IGNORED,
      ...moduleFiles(PACKAGES),
      'packages/core/pyproject.toml': MANIFESTS.core.concat(POETRY_BACKEND),
      'packages/api/pyproject.toml': MANIFESTS.api.concat(
        text`
          [tool.poetry.group.Test_ing.dependencies]
          tides-core = { path = "../core", develop = true }

          [tool.poetry.group.dev.dependencies]
          tides-core = { path = "../core", develop = true }

        `,
        POETRY_BACKEND,
      ),
      'packages/app/pyproject.toml': [
        // Poetry knows no extra of extras.
        MANIFESTS.app.replace('all = ["tides-app[maps]"]\n', ''),
        ...['dependencies', 'group.test.dependencies', 'group.dev.dependencies'].map(
          table => `[tool.poetry.${table}]\n${FROM_FOLDERS}`,
        ),
        POETRY_BACKEND,
      ].join(''),
    },
    lock: poetryLock(PACKAGES),
    judges: poetryJudges(PACKAGES),
  },
  RELEASES,
  [],
);
