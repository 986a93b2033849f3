import { IGNORED, moduleFiles, text } from './support/files.js';
import { type Candidate, locksAgain } from './support/judges.js';
import { ask } from './support/tools.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'packages/core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'packages/api', module: 'tides_api', version: '1.2.3' };
const APP = { name: 'tides-app', folder: 'packages/app', module: 'tides_app', version: '0.4.0' };

/** Not `--update-reuse`, which leaves the versions of editable packages as they are. */
const lock = (root: string) => ask('pdm', ['lock'], root);

const judges = {
  'pdm lock --check': ({ repository }: Candidate) => {
    ask('pdm', ['lock', '--check'], repository.root);
  },
  'pdm lock changes nothing': locksAgain(lock),
};

const BACKEND = text`

  [build-system]
  requires = ["pdm-backend"]
  build-backend = "pdm.backend"
`;

const FOUNDATION = {
  'packages/core/pyproject.toml': text`
    [project]
    name = "tides-core"
    dynamic = ["version"]
    readme = "README.md"
    requires-python = ">=3.9"

    [tool.pdm.version]
    source = "file"
    path = "src/tides_core/__init__.py"
  `.concat(BACKEND),
  'packages/api/pyproject.toml': text`
    [project]
    name = "tides-api"
    version = "1.2.3"
    readme = "README.md"
    requires-python = ">=3.9"
    dependencies = ["tides-core>=1.2,<1.3"]
  `.concat(BACKEND),
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-app': '0.4.0' };

describeReleases(
  'a workspace of PDM',
  {
    packages: [CORE, API, APP],
    files: {
      ...IGNORED,
      ...moduleFiles([CORE, API, APP]),
      ...FOUNDATION,
      'packages/app/pyproject.toml': text`
        [project]
        name = "tides-app"
        version = "0.4.0"
        readme = "README.md"
        requires-python = ">=3.9"
        dependencies = [
            'tides.api ~= 1.2',
            "tides-core == 1.2.3",
        ]
      `.concat(BACKEND),
      'pyproject.toml': text`
        [project]
        requires-python = ">=3.9"

        [tool.pdm]
        distribution = false

        [tool.pdm.workspace]
        members = ["packages/*"]
      `,
    },
    lock,
    judges,
  },
  [
    {
      bump: 'patch --package tides-core',
      versions: { ...BEFORE, 'tides-core': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: ['patch --package tides-core', 'minor --package tides-core --no-commit'],
      versions: { 'tides-core': '1.3.0', 'tides-api': '1.2.4', 'tides-app': '0.4.2' },
    },
    {
      bump: 'minor --package tides-core',
      versions: { 'tides-core': '1.3.0', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'major --package tides-api --pre rc',
      versions: { ...BEFORE, 'tides-api': '2.0.0rc1', 'tides-app': '0.4.1' },
    },
  ],
  [
    {
      slip: 'the version in the lock file is forgotten, which only another lock shows',
      edits: {
        'packages/app/pyproject.toml': ['"0.4.0"', '"0.4.1"'],
        'packages/app/src/tides_app/__init__.py': ['"0.4.0"', '"0.4.1"'],
      },
      versions: { ...BEFORE, 'tides-app': '0.4.1' },
      refusedBy: ['pdm lock changes nothing'],
      rules: ['lock-stale'],
      mended: true,
    },
  ],
);

describeReleases(
  'PDM with its packages as editable development dependencies',
  {
    packages: [CORE, API],
    files: {
      ...IGNORED,
      ...moduleFiles([CORE, API]),
      ...FOUNDATION,
      'pyproject.toml': text`
        [project]
        requires-python = ">=3.9"

        [tool.pdm]
        distribution = false

        [tool.pdm.dev-dependencies]
        packages = [
            "-e file:///\${PROJECT_ROOT}/packages/core#egg=tides-core",
            "-e file:///\${PROJECT_ROOT}/packages/api#egg=tides-api",
        ]
      `,
    },
    lock,
    judges,
  },
  [
    {
      bump: 'patch --package tides-core',
      versions: { 'tides-core': '1.2.4', 'tides-api': '1.2.3' },
    },
    {
      bump: 'minor --package tides-core --pre rc',
      versions: { 'tides-core': '1.3.0rc1', 'tides-api': '1.2.4' },
    },
  ],
  [
    {
      slip: 'a dependent is forgotten',
      edits: {
        'packages/core/src/tides_core/__init__.py': ['"1.2.3"', '"1.3.0"'],
        'pdm.lock': ['"tides-core"\nversion = "1.2.3"', '"tides-core"\nversion = "1.3.0"'],
      },
      versions: { 'tides-core': '1.3.0', 'tides-api': '1.2.3' },
      refusedBy: ['installing all wheels together', 'pdm lock changes nothing'],
      rules: ['sibling-unsatisfied'],
    },
  ],
);
