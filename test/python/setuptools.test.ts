import { IGNORED, moduleFiles, text } from './support/files.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'api', module: 'tides_api', version: '1.2.3' };
const APP = { name: 'tides-app', folder: 'app', module: 'tides_app', version: '0.4.0', extra: 'maps' };
const CLI = { name: 'tides-cli', folder: 'cli', module: 'tides_cli', version: '3.0' };
const PACKAGES = [CORE, API, APP, CLI];

const BACKEND = text`
  [build-system]
  requires = ["setuptools>=69"]
  build-backend = "setuptools.build_meta"
`;

/** Every place in which setuptools looks for a version: attribute, file, setup.cfg and setup.py. */
const workspace = {
  packages: PACKAGES,
  files: {
    ...IGNORED,
    ...moduleFiles(PACKAGES),
    'core/pyproject.toml': text`
      [project]
      name = "tides-core"
      dynamic = ["version"]
      readme = "README.md"
      requires-python = ">=3.9"

      [tool.setuptools.dynamic]
      version = { attr = "tides_core.__version__" }

    `.concat(BACKEND),
    'api/VERSION': '1.2.3\n',
    'api/pyproject.toml': text`
      [project]
      name = "tides-api"
      dynamic = ["version"]
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["tides-core>=1.2,<1.3"]

      [tool.setuptools.dynamic]
      version = { file = "VERSION" }

    `.concat(BACKEND),
    'app/pyproject.toml': BACKEND,
    'app/setup.cfg': text`
      [metadata]
      name = Tides.App
      version = 0.4.0
      long_description = file: README.md
      long_description_content_type = text/markdown

      [options]
      package_dir =
          =src
      packages = find:
      python_requires = >=3.9
      install_requires =
          tides_api ~= 1.2.3 ; python_version >= "3.9"  # kept close

      [options.packages.find]
      where = src

      [options.extras_require]
      maps =
          tides-core>=1.2.0,<2
    `,
    'cli/pyproject.toml': BACKEND,
    'cli/setup.py': text`
      from setuptools import find_packages, setup

      setup(
          name="tides-cli",
          version="3.0",
          long_description=open("README.md").read(),
          long_description_content_type="text/markdown",
          package_dir={"": "src"},
          packages=find_packages("src"),
          python_requires=">=3.9",
          install_requires=["tides-app==0.4.0"],
      )
    `,
  },
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-app': '0.4.0', 'tides-cli': '3.0' };

describeReleases(
  'packages of setuptools',
  workspace,
  [
    { bump: 'patch --package tides-core', versions: { ...BEFORE, 'tides-core': '1.2.4' } },
    {
      bump: 'minor --package tides-core',
      versions: { ...BEFORE, 'tides-core': '1.3.0', 'tides-api': '1.2.4' },
    },
    {
      bump: 'major --package tides-core --pre rc',
      versions: {
        'tides-core': '2.0.0rc1',
        'tides-api': '1.2.4',
        'tides-app': '0.4.1',
        'tides-cli': '3.0.1',
      },
    },
    {
      bump: 'minor --package tides-api',
      versions: { ...BEFORE, 'tides-api': '1.3.0', 'tides-app': '0.4.1', 'tides-cli': '3.0.1' },
    },
    { bump: 'major --package tides-cli', versions: { ...BEFORE, 'tides-cli': '4.0' } },
  ],
  [
    {
      slip: 'a dependent in setup.cfg is forgotten',
      edits: {
        'api/VERSION': ['1.2.3', '1.3.0'],
        'api/src/tides_api/__init__.py': ['1.2.3', '1.3.0'],
      },
      versions: { ...BEFORE, 'tides-api': '1.3.0' },
      refusedBy: ['installing all wheels together'],
      rules: ['sibling-unsatisfied'],
    },
  ],
);
