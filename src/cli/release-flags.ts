import { boolean, string } from '@oclif/core/flags';
import { DEPENDENTS, type Dependents } from '../core/config/dependents.js';
import type { ReleaseChoice } from '../core/release/command.js';
import { PRE_LEVELS, type PreLevel } from '../core/versions/level.js';
import { groupFlag, idleTagsFlag, packageFlag, signFlag } from './flags.js';

/** Which release `bump` makes. */
export const releaseFlags = {
  package: packageFlag,
  group: groupFlag,
  changed: boolean({ summary: 'The packages that `relctl changed --dependents none` names.' }),
  all: boolean({
    summary: 'Every package that has a version in a file.',
    exclusive: ['package', 'group', 'changed'],
  }),
  pre: string({
    summary: 'Make it a pre-release of the version that LEVEL leads to.',
    options: [...PRE_LEVELS],
  }),
  dependents: string({
    summary: 'Which packages that need a released one are released along; default: as configured, else auto.',
    description:
      'auto: those whose requirement does not admit the new version, with the requirement rewritten. all: every one. none: none.',
    options: [...DEPENDENTS],
  }),
  'dry-run': boolean({ summary: 'Show the plan and change nothing.' }),
  commit: boolean({
    summary: 'Make a commit and tags; without, only files are edited.',
    allowNo: true,
    default: true,
  }),
  tag: boolean({ summary: 'Make tags.', allowNo: true, default: true }),
  push: boolean({ summary: 'Push the branch and the tags.' }),
  'allow-idle-tags': idleTagsFlag,
  sign: signFlag,
};

/** The flags as the parser gives them: a boolean one without a default is undefined where it is not given. */
export interface GivenFlags {
  readonly package: string[] | undefined;
  readonly group: string[] | undefined;
  readonly changed: boolean | undefined;
  readonly all: boolean | undefined;
  readonly pre: string | undefined;
  readonly dependents: string | undefined;
  readonly 'dry-run': boolean | undefined;
  readonly commit: boolean;
  readonly tag: boolean;
  readonly push: boolean | undefined;
  readonly 'allow-idle-tags'?: boolean | undefined;
  readonly sign?: boolean | undefined;
}

export function releaseChoice(
  level: string,
  flags: GivenFlags,
): ReleaseChoice & { readonly dryRun: boolean } {
  return {
    level,
    pre: (flags.pre as PreLevel | undefined) ?? null,
    choice: {
      packages: flags.package ?? [],
      groups: flags.group ?? [],
      all: flags.all ?? false,
      changed: flags.changed ?? false,
    },
    dependents: (flags.dependents as Dependents | undefined) ?? null,
    commit: flags.commit,
    tag: flags.tag,
    push: flags.push ?? false,
    sign: flags.sign ?? null,
    dryRun: flags['dry-run'] ?? false,
    allowIdleTags: flags['allow-idle-tags'] ?? false,
  };
}
