import { IGNORED, moduleFiles, text } from './support/files.js';
import type { Candidate } from './support/judges.js';
import { ask } from './support/tools.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'api', module: 'tides_api', version: '1.2.3' };
const APP = { name: 'tides-app', folder: 'app', module: 'tides_app', version: '0.4.0', extra: 'maps' };
const PACKAGES = [CORE, API, APP];

const BACKEND = text`

  [build-system]
  requires = ["hatchling"]
  build-backend = "hatchling.build"
`;

/** Versions in a module, in a file with a pattern of its own, and in the manifest; an environment with siblings. */
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

      [tool.hatch.version]
      path = "src/tides_core/__init__.py"
    `.concat(BACKEND),
    'api/hatch.toml': text`
      [version]
      path = "src/tides_api/release.txt"
      pattern = "^release: (?P<version>.+)$"
    `,
    'api/src/tides_api/release.txt': 'name: api\nrelease: 1.2.3\n',
    'api/pyproject.toml': text`
      [project]
      name = "tides-api"
      dynamic = ["version"]
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["tides-core >= 1.2, < 1.3"]
    `.concat(BACKEND),
    'app/pyproject.toml': text`
      [project]
      name = "tides-app"
      version = "0.4.0"
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["Tides_API~=1.2.0"]

      [project.optional-dependencies]
      maps = ["tides-core>=1,<2"]

      [tool.hatch.envs.default]
      installer = "uv"
      skip-install = true
      dependencies = [
        "tides-app[maps] @ {root:uri}",
        "tides-api @ {root:uri}/../api",
        "tides-core @ {root:uri}/../core",
      ]
    `.concat(BACKEND),
  },
  judges: {
    'hatch version': ({ repository, packages, versions }: Candidate) => {
      const { root } = repository.clone();
      for (const { name, folder } of packages) {
        const answer = ask('hatch', ['version'], `${root}/${folder}`).trim();
        if (answer !== versions[name]) throw new Error(`${name}: ${answer} instead of ${versions[name]}`);
      }
    },
    'hatch run': ({ repository }: Candidate) => {
      const { root } = repository.clone();
      ask('hatch', ['run', 'python', '-c', 'import tides_app, tides_api, tides_core'], `${root}/app`);
    },
  },
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-app': '0.4.0' };

describeReleases(
  'packages of hatch',
  workspace,
  [
    { bump: 'patch --package tides-core', versions: { ...BEFORE, 'tides-core': '1.2.4' } },
    {
      bump: 'minor --package tides-core',
      versions: { ...BEFORE, 'tides-core': '1.3.0', 'tides-api': '1.2.4' },
    },
    {
      bump: 'major --package tides-core --pre rc',
      versions: { 'tides-core': '2.0.0rc1', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
    },
    {
      bump: 'minor --package tides-api',
      versions: { ...BEFORE, 'tides-api': '1.3.0', 'tides-app': '0.4.1' },
    },
  ],
  [
    {
      slip: 'the file that hatch reads is forgotten',
      edits: { 'api/src/tides_api/__init__.py': ['1.2.3', '1.2.4'] },
      versions: { ...BEFORE, 'tides-api': '1.2.4' },
      refusedBy: ['hatch version', 'installing all wheels together', 'relctl list'],
      rules: ['version-mismatch'],
    },
    {
      slip: 'the requirement of a dependent is forgotten',
      edits: { 'core/src/tides_core/__init__.py': ['1.2.3', '2.0.0'] },
      versions: { ...BEFORE, 'tides-core': '2.0.0' },
      refusedBy: ['hatch run', 'installing all wheels together'],
      rules: ['sibling-unsatisfied'],
    },
  ],
);
