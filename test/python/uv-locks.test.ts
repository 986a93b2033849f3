import { IGNORED, moduleFiles, text } from './support/files.js';
import { type Candidate, locksAgain } from './support/judges.js';
import { ask } from './support/tools.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'packages/core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'packages/api', module: 'tides_api', version: '1.2.3' };
const DEPLOY = {
  name: 'tides-deploy',
  folder: 'tools/deploy',
  module: 'tides_deploy',
  version: '0.9.0rc1',
  extra: 'fast',
};
const PACKAGES = [CORE, API, DEPLOY];
const PROJECTS = ['.', DEPLOY.folder];

const lock = (root: string) => {
  for (const project of PROJECTS) ask('uv', ['lock', '--offline', '--project', project], root);
};

const BACKEND = text`

  [build-system]
  requires = ["uv_build>=0.8,<1"]
  build-backend = "uv_build"
`;

/** A project beside the workspace takes a member of it by its path: both locks hold the members. */
const workspace = {
  packages: PACKAGES,
  files: {
    ...IGNORED,
    ...moduleFiles(PACKAGES),
    'pyproject.toml': text`
      [tool.uv.workspace]
      members = ["packages/*"]

      [tool.uv.sources]
      tides-core = { workspace = true }
    `,
    'packages/core/pyproject.toml': text`
      [project]
      name = "tides-core"
      version = "1.2.3"
      readme = "README.md"
      requires-python = ">=3.9"
    `.concat(BACKEND),
    'packages/api/pyproject.toml': text`
      [project]
      name = "tides-api"
      version = "1.2.3"
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["tides-core==1.2.*"]
    `.concat(BACKEND),
    'tools/deploy/pyproject.toml': text`
      [project]
      name = "tides-deploy"
      version = "0.9.0rc1"
      readme = "README.md"
      requires-python = ">=3.9"
      dependencies = ["tides-api<1.3,>=1.2"]

      [project.optional-dependencies]
      fast = ["tides-core===1.2.3"]

      [dependency-groups]
      bench = ["tides-core<=1.2.3"]
      dev = [{ include-group = "bench" }]

      [tool.uv.sources]
      tides-api = { path = "../../packages/api", editable = true }
      tides-core = { path = "../../packages/core", editable = true }
    `.concat(BACKEND),
  },
  lock,
  judges: {
    'uv lock --check': ({ repository }: Candidate) => {
      for (const project of PROJECTS)
        ask('uv', ['lock', '--check', '--offline', '--project', project], repository.root);
    },
    'uv lock changes nothing': locksAgain(lock),
  },
};

const BEFORE = { 'tides-core': '1.2.3', 'tides-api': '1.2.3', 'tides-deploy': '0.9.0rc1' };

describeReleases(
  'a member of a uv workspace under two locks',
  workspace,
  [
    {
      bump: ['patch --package tides-core', 'patch --package tides-core'],
      versions: { ...BEFORE, 'tides-core': '1.2.5', 'tides-deploy': '0.9.2' },
    },
    {
      bump: 'minor --package tides-core --no-commit',
      versions: { 'tides-core': '1.3.0', 'tides-api': '1.2.4', 'tides-deploy': '0.9.1' },
    },
    {
      bump: 'post --package tides-core',
      versions: { ...BEFORE, 'tides-core': '1.2.3.post1', 'tides-deploy': '0.9.1' },
    },
    {
      bump: 'minor --package tides-api --pre dev',
      versions: { ...BEFORE, 'tides-api': '1.3.0.dev1', 'tides-deploy': '0.9.1' },
    },
    { bump: 'stable --package tides-deploy', versions: { ...BEFORE, 'tides-deploy': '0.9.0' } },
  ],
  [
    {
      slip: 'both lock files are forgotten',
      edits: {
        'packages/api/pyproject.toml': ['"1.2.3"', '"1.2.4"'],
        'packages/api/src/tides_api/__init__.py': ['"1.2.3"', '"1.2.4"'],
      },
      versions: { ...BEFORE, 'tides-api': '1.2.4' },
      refusedBy: ['uv lock --check', 'uv lock changes nothing'],
      rules: ['lock-stale'],
      mended: true,
    },
  ],
);
