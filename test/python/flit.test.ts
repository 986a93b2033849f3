import { IGNORED, moduleFiles, text } from './support/files.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'api', module: 'tides_api', version: '1.2.3' };
const APP = { name: 'tides-app', folder: 'app', module: 'tides_app', version: '0.4.0', extra: 'maps' };
const PACKAGES = [CORE, API, APP];

const BACKEND = text`

  [build-system]
  requires = ["flit_core>=3.11,<5"]
  build-backend = "flit_core.buildapi"
`;

/** flit reads version and summary from the module, or the version from the manifest. */
const workspace = {
  packages: PACKAGES,
  files: {
    ...IGNORED,
    ...moduleFiles(PACKAGES),
    'core/pyproject.toml': text`
      [project]
      name = "tides-core"
      dynamic = ["version", "description"]
      readme = "README.md"
      requires-python = ">=3.9"
    `.concat(BACKEND),
    'api/pyproject.toml': text`
      [project]
      name = "tides-api"
      dynamic = ["version", "description"]
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["tides-core >=1.2,!=1.2.1,<1.3"]
    `.concat(BACKEND),
    'api/src/tides_api/__init__.py': text`
      """The tides for others.

      __version__ = "9.9.9" is no version.
      """

      __version__: str = ('1.2.3')
    `,
    'app/pyproject.toml': text`
      [project]
      name = "Tides_App"
      version = '0.4.0'
      description = "The tides as pictures"
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["TIDES.api (~=1.2.0)"]

      [project.optional-dependencies]
      maps = ["tides-core == 1.2.*"]

      [tool.flit.module]
      name = "tides_app"
    `.concat(BACKEND),
  },
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-app': '0.4.0' };

describeReleases(
  'packages of flit',
  workspace,
  [
    { bump: 'patch --package tides-core', versions: { ...BEFORE, 'tides-core': '1.2.4' } },
    {
      bump: 'minor --package tides-core',
      versions: { 'tides-core': '1.3.0', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'major --package tides-core --pre b',
      versions: { 'tides-core': '2.0.0b1', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'minor --package tides-api,tides-app',
      versions: { ...BEFORE, 'tides-api': '1.3.0', 'tides-app': '0.5.0' },
    },
  ],
  [
    {
      slip: 'a wildcard is forgotten',
      edits: {
        'core/src/tides_core/__init__.py': ['1.2.3', '1.3.0'],
        'api/pyproject.toml': ['<1.3', '<1.4'],
      },
      versions: { ...BEFORE, 'tides-core': '1.3.0' },
      refusedBy: ['installing all wheels together'],
      rules: ['sibling-unsatisfied'],
    },
  ],
);
