import { IGNORED, moduleFiles, text } from './support/files.js';
import { type Candidate, locksAgain } from './support/judges.js';
import { ask } from './support/tools.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'packages/core', module: 'tides_core', version: '1.3.0rc1' };
const API = { name: 'tides-api', folder: 'packages/api', module: 'tides_api', version: '1.2.3' };
const APP = { name: 'tides-app', folder: 'packages/app', module: 'tides_app', version: '0.4.0.post1' };
const PACKAGES = [CORE, API, APP];
const BEFORE = { 'tides-core': '1.3.0rc1', 'tides-api': '1.2.3', 'tides-app': '0.4.0.post1' };

const manifest = (name: string, version: string, dependencies: string, backend: string, requires = backend) =>
  text`
    [project]
    name = "${name}"
    version = "${version}"
    readme = "README.md"
    requires-python = ">=3.9"
    dependencies = [${dependencies}]

    [build-system]
    requires = ["${requires}"]
    build-backend = "${backend}"
  `;

/** The same packages for any tool that knows workspaces. */
const filesFor = (backend: string, requires: string) => ({
  ...IGNORED,
  ...moduleFiles(PACKAGES),
  'packages/core/pyproject.toml': manifest('tides-core', '1.3.0rc1', '', backend, requires),
  'packages/api/pyproject.toml': manifest(
    'tides-api',
    '1.2.3',
    '"tides-core == 1.3.0rc1"',
    backend,
    requires,
  ),
  'packages/app/pyproject.toml': manifest(
    'tides-app',
    '0.4.0.post1',
    `"tides-core>=1.3.0rc1,<1.4", "tides-api <= 1.2.3, >=1"`,
    backend,
    requires,
  ),
});

const RELEASES = [
  {
    bump: 'stable --package tides-core',
    versions: { 'tides-core': '1.3.0', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
  },
  {
    bump: ['rc --package tides-core', 'stable --package tides-core --no-commit'],
    versions: { 'tides-core': '1.3.0', 'tides-api': '1.2.5', 'tides-app': '0.4.2' },
  },
  { bump: 'post --package tides-app', versions: { ...BEFORE, 'tides-app': '0.4.0.post2' } },
  {
    bump: ['post --package tides-api', 'post --package tides-api'],
    versions: { ...BEFORE, 'tides-api': '1.2.3.post2', 'tides-app': '0.4.2' },
  },
  {
    bump: '2.0.0.dev3 --package tides-core',
    versions: { 'tides-core': '2.0.0.dev3', 'tides-api': '1.2.4', 'tides-app': '0.4.1' },
  },
];

const uvLock = (root: string) => ask('uv', ['lock', '--offline'], root);

describeReleases(
  'pre-releases and post-releases in a workspace of uv',
  {
    packages: PACKAGES,
    files: {
      ...filesFor('hatchling.build', 'hatchling'),
      'pyproject.toml': text`
        [tool.uv.workspace]
        members = ["packages/*"]

        [tool.uv.sources]
        tides-core = { workspace = true }
        tides-api = { workspace = true }
      `,
    },
    lock: uvLock,
    judges: {
      'uv lock --check': ({ repository }: Candidate) => {
        ask('uv', ['lock', '--check', '--offline'], repository.root);
      },
      'uv lock changes nothing': locksAgain(uvLock),
    },
  },
  RELEASES,
  [],
);

const pdmLock = (root: string) => ask('pdm', ['lock'], root);

describeReleases(
  'pre-releases and post-releases in a workspace of PDM',
  {
    packages: PACKAGES,
    files: {
      ...filesFor('pdm.backend', 'pdm-backend'),
      'pyproject.toml': text`
        [project]
        requires-python = ">=3.9"

        [tool.pdm]
        distribution = false

        [tool.pdm.workspace]
        members = ["packages/*"]
      `,
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
  [],
);
