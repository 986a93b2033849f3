import { type ErrorEntry, EXIT } from '../exit-codes.js';

/** What is wrong with the command line or the configuration. */
export const USAGE_ERRORS = {
  USAGE: [EXIT.usage, 'The command line is wrong.', 'Run the command with --help to see what it takes.'],
  UNKNOWN_PACKAGE: [
    EXIT.usage,
    'A selector names no package.',
    'Run `relctl list` to see every id, name and path.',
  ],
  AMBIGUOUS_PACKAGE: [
    EXIT.usage,
    'A selector names more than one package.',
    'Name the package by its path; `relctl list` shows it.',
  ],
  UNKNOWN_GROUP: [
    EXIT.usage,
    'There is no such group.',
    'Groups are the [group.<name>] tables of the configuration.',
  ],
  NOTHING_SELECTED: [
    EXIT.usage,
    'The command was not told which packages to act on.',
    'Add --package ID, or --all.',
  ],
  UNKNOWN_LEVEL: [
    EXIT.usage,
    'The level is neither a step nor a version.',
    'Use major, minor, patch, stable, a, b, rc, post or dev, or a version such as 1.4.0.',
  ],
  INVALID_VERSION: [
    EXIT.usage,
    'A version is not a PEP 440 version.',
    'Write it as 1.2.3, 1.2.3rc1, 1.2.3.post1 or 1.2.3.dev1.',
  ],
  NOT_INCREASING: [
    EXIT.usage,
    'The new version is not greater than the present one.',
    'Ask for a level that raises the version.',
  ],
  SHARED_VERSION: [
    EXIT.usage,
    'A version would change that a package outside of the release shares.',
    'Release the packages together.',
  ],
  PLAN_INVALID: [
    EXIT.usage,
    'The file given with --plan holds no plan that relctl made.',
    'Save one with relctl bump LEVEL --dry-run --json > plan.json.',
  ],
  NOT_A_REPOSITORY: [
    EXIT.usage,
    'The folder is in no git work tree.',
    'Run relctl inside a clone, or name one with -C DIR.',
  ],
  UNKNOWN_REVISION: [EXIT.usage, 'A revision does not exist here.', 'Check the spelling, or fetch it first.'],
  NO_BASE: [
    EXIT.usage,
    'There is nothing to compare with.',
    'Name a base with --base REF, or set `base` in relctl.toml.',
  ],
  EVENT_INVALID: [
    EXIT.usage,
    'What the CI system says of the job makes no sense.',
    'Name a base with --base REF.',
  ],
  CONFIG_INVALID: [EXIT.usage, 'The configuration is not valid.', 'See docs/configuration.md for every key.'],
  CONFIG_NOT_FOUND: [
    EXIT.usage,
    'The file given with --config cannot be read.',
    'Check the path given with --config.',
  ],
  TAG_INVALID: [
    EXIT.usage,
    'A tag template gives a name that git does not allow.',
    'Change the template of `tag`.',
  ],
} as const satisfies Record<string, ErrorEntry>;
