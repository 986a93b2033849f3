import { IGNORED, moduleFiles, text } from './support/files.js';
import type { Package } from './support/judges.js';
import { poetryJudges, poetryLock } from './support/poetry.js';
import { describeReleases } from './support/workspace.js';

const CORE = { name: 'tides-core', folder: 'core', module: 'tides_core', version: '1.2.3' };
const API = { name: 'tides-api', folder: 'api', module: 'tides_api', version: '1.3.0rc1' };
const APP = { name: 'tides-app', folder: 'app', module: 'tides_app', version: '0.4.0' };
const WEB = { name: 'tides-web', folder: 'web', module: 'tides_web', version: '0.4' };
const PACKAGES = [CORE, API, APP, WEB];

/** A manifest of Poetry with its requirements, whose packages it finds in folders beside it. */
function manifest({ name, version }: Package, requirements: string, siblings: readonly string[]): string {
  return [
    text`
      [tool.poetry]
      name = "${name}"
      version = "${version}"
      description = "Heights of water"
      authors = ["Ada <ada@example.org>"]
      readme = "README.md"

      [tool.poetry.dependencies]
      python = ">=3.9"
    `,
    requirements,
    '\n[tool.poetry.group.dev.dependencies]\n',
    ...siblings.map(sibling => `tides-${sibling} = { path = "../${sibling}", develop = true }\n`),
    text`

      [build-system]
      requires = ["poetry-core"]
      build-backend = "poetry.core.masonry.api"
    `,
  ].join('');
}

/** Poetry's own forms: several constraints for several Pythons, carets with a pre-release, and `~=`. */
const workspace = {
  packages: PACKAGES,
  files: {
    ...IGNORED,
    ...moduleFiles(PACKAGES),
    'core/pyproject.toml': manifest(CORE, '', []),
    'api/pyproject.toml': manifest(API, 'tides-core = "~=1.2"\n', ['core']),
    'app/pyproject.toml': manifest(
      APP,
      text`
        tides-core = [
          { version = "<2", python = "<3.11" },
          { version = ">=1", python = ">=3.11" }, # any
        ]
        tides-api = { version = "^1.3.0rc1", allow-prereleases = true }
        tides-web = ">=0.4,<1"
      `,
      ['core', 'api', 'web'],
    ),
    'web/pyproject.toml': manifest(
      WEB,
      text`
        Tides_Core = [{ version = "~1.1", python = "<3.9" }, { version = "~1.2", python = ">=3.9" }]
        "tides.api" = "~1.3.0-rc.1"
      `,
      ['core', 'api'],
    ),
  },
  lock: poetryLock(PACKAGES),
  judges: poetryJudges(PACKAGES),
};

const BEFORE = {
  'tides-core': '1.2.3',
  'tides-api': '1.3.0rc1',
  'tides-app': '0.4.0',
  'tides-web': '0.4',
};

describeReleases(
  'constraints of Poetry',
  workspace,
  [
    {
      bump: ['patch --package tides-core', 'patch --package tides-core'],
      versions: { ...BEFORE, 'tides-core': '1.2.5' },
    },
    {
      bump: 'minor --package tides-core',
      versions: { ...BEFORE, 'tides-core': '1.3.0', 'tides-web': '0.4.1' },
    },
    {
      bump: 'major --package tides-core',
      versions: { 'tides-core': '2.0.0', 'tides-api': '1.3.1', 'tides-app': '0.4.1', 'tides-web': '0.4.1' },
    },
    {
      bump: 'major --package tides-core --pre a',
      versions: { 'tides-core': '2.0.0a1', 'tides-api': '1.3.1', 'tides-app': '0.4.1', 'tides-web': '0.4.1' },
    },
    { bump: 'stable --package tides-api', versions: { ...BEFORE, 'tides-api': '1.3.0' } },
    {
      bump: ['stable --package tides-api', 'post --package tides-api'],
      versions: { ...BEFORE, 'tides-api': '1.3.0.post1' },
    },
    {
      bump: 'major --package tides-api --pre b --no-commit',
      versions: { ...BEFORE, 'tides-api': '2.0.0b1', 'tides-app': '0.4.1', 'tides-web': '0.4.1' },
    },
  ],
  [],
);
