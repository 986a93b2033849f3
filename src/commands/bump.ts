import { string as stringArg } from '@oclif/core/args';
import { boolean, string } from '@oclif/core/flags';
import { type Answer, BaseCommand } from '../cli/base-command.js';
import { confirm } from '../cli/confirm.js';
import { groupFlag, packageFlag } from '../cli/flags.js';
import { DEPENDENTS, type Dependents } from '../core/config/dependents.js';
import { releasePackages } from '../core/operations/release-packages.js';
import type { Plan } from '../core/plan/plan.js';
import { PRE_LEVELS, type PreLevel } from '../core/versions/level.js';
import { workspaceWarnings } from '../core/workspace/warnings.js';
import { renderPlan } from '../render/plan.js';

export default class Bump extends BaseCommand {
  static override summary = 'Release packages: raise versions, commit, tag, and push where asked to.';
  static override description =
    `LEVEL is major, minor, patch, stable, a, b, rc, post or dev, or an exact version. The whole release is planned
before anything is written; where any part of it cannot be carried out, nothing is.`;
  static override examples = [
    '<%= config.bin %> <%= command.id %> patch --package contents --dry-run',
    '<%= config.bin %> <%= command.id %> minor --package contents --pre rc',
    '<%= config.bin %> <%= command.id %> 2.0.0 --package contents --push',
    '<%= config.bin %> <%= command.id %> patch --changed --json --yes',
  ];
  static override args = {
    level: stringArg({ description: 'The step, or the new version.', required: true }),
  };
  static override flags = {
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
      summary:
        'Which packages that need a released one are released along; default: as configured, else auto.',
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
    yes: boolean({ char: 'y', summary: 'Do not ask.' }),
  };

  protected async answer(): Promise<Answer<Plan>> {
    const { args, flags } = await this.parse(Bump);
    const { plan, workspace } = await releasePackages(await this.context(flags), {
      choice: {
        packages: flags.package ?? [],
        groups: flags.group ?? [],
        all: flags.all,
        changed: flags.changed,
      },
      level: args.level,
      pre: (flags.pre as PreLevel | undefined) ?? null,
      dependents: (flags.dependents as Dependents | undefined) ?? null,
      commit: flags.commit,
      tag: flags.tag,
      push: flags.push,
      dryRun: flags['dry-run'],
      approve: planned => flags.yes || flags.json || confirm(renderPlan(planned)),
    });
    return { result: plan, text: () => renderPlan(plan), warnings: workspaceWarnings(workspace) };
  }
}
