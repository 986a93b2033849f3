import { IGNORED, moduleFiles, text } from './support/files.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'api', module: 'tides_api', version: '1.2.3', extra: 'maps' };
const APP = { name: 'tides-app', folder: 'app', module: 'tides_app', version: '0.4.0', extra: 'maps' };
const CLI = { name: 'tides-cli', folder: 'cli', module: 'tides_cli', version: '3.0' };
const PACKAGES = [CORE, API, APP, CLI];

const BACKEND = text`
  [build-system]
  requires = ["setuptools>=69"]
  build-backend = "setuptools.build_meta"
`;

/** A setup.cfg with a name, a version and options. */
const setupCfg = (name: string, version: string, options: string) =>
  [
    text`
      [metadata]
      name = ${name}
      version = ${version}
      long_description = file: README.md
      long_description_content_type = text/markdown

      [options]
      package_dir =
          = src
      packages = find:
      python_requires = >=3.9
    `,
    options,
    '\n[options.packages.find]\nwhere = src\n',
  ].join('');

/** Requirements in files that setuptools reads; those it does not read serve development. */
const workspace = {
  packages: PACKAGES,
  files: {
    ...IGNORED,
    ...moduleFiles(PACKAGES),
    'core/pyproject.toml': BACKEND,
    'core/setup.cfg': setupCfg('tides-core', 'attr: tides_core.__version__', ''),
    'api/VERSION.txt': '1.2.3',
    'api/requirements.txt': text`
      # What the server needs.
      tides-core >=1.2,<1.3  # closely
    `,
    'api/requirements-maps.txt': 'tides_core ~= 1.2 ; python_version >= "3.9"\n',
    'api/requirements-dev.txt': '-r requirements.txt\ntides.core<1.3\n-e ../core\n',
    'api/MANIFEST.in': 'include requirements*.txt VERSION.txt\n',
    'api/pyproject.toml': text`
      [project]
      name = "tides-api"
      dynamic = ["version", "dependencies", "optional-dependencies"]
      readme = "README.md"
      requires-python = ">=3.9"

      [tool.setuptools.dynamic]
      version = { file = "VERSION.txt" }
      dependencies = { file = ["requirements.txt"] }
      optional-dependencies.maps = { file = ["requirements-maps.txt"] }

    `.concat(BACKEND),
    'app/pyproject.toml': BACKEND,
    'app/MANIFEST.in': 'include requirements/*.txt\n',
    'app/requirements/base.txt': 'tides-api==1.2.3\n',
    'app/setup.cfg': setupCfg(
      'Tides.App',
      '0.4.0',
      text`
        install_requires = file: requirements/base.txt

        [options.extras_require]
        maps = tides-core>=1.2,<1.3; tides-api[maps]>=1
      `,
    ),
    'cli/pyproject.toml': BACKEND,
    'cli/setup.cfg': setupCfg(
      'tides-cli',
      '3.0',
      text`
        install_requires =
            tides-app[maps] >=0.4,<0.5
            tides-core>=1 ; python_version<"4"
            tides-api!=1.2.1,<2
      `,
    ),
  },
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-app': '0.4.0', 'tides-cli': '3.0' };

describeReleases(
  'packages of setuptools that keep their requirements in files',
  workspace,
  [
    {
      bump: ['patch --package tides-core', 'patch --package tides-core'],
      versions: { ...BEFORE, 'tides-core': '1.2.5' },
    },
    {
      bump: 'minor --package tides-core',
      versions: { ...BEFORE, 'tides-core': '1.3.0', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'major --package tides-core --pre rc --no-commit',
      versions: { ...BEFORE, 'tides-core': '2.0.0rc1', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'post --package tides-api',
      versions: { ...BEFORE, 'tides-api': '1.2.3.post1', 'tides-app': '0.4.1' },
    },
    {
      bump: 'minor --package tides-app',
      versions: { ...BEFORE, 'tides-app': '0.5.0', 'tides-cli': '3.0.1' },
    },
  ],
  [
    {
      slip: 'a requirement in a file is forgotten',
      edits: { 'api/VERSION.txt': ['1.2.3', '1.2.4'], 'api/src/tides_api/__init__.py': ['1.2.3', '1.2.4'] },
      versions: { ...BEFORE, 'tides-api': '1.2.4' },
      refusedBy: ['installing all wheels together'],
      rules: ['sibling-unsatisfied'],
    },
  ],
);
