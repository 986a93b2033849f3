import { string as stringArg } from '@oclif/core/args';
import { boolean, string } from '@oclif/core/flags';
import { type Answer, BaseCommand } from '../cli/base-command.js';
import { confirm } from '../cli/confirm.js';
import { releaseChoice, releaseFlags } from '../cli/release-flags.js';
import { releaseAnswer, releaseFormatFlag } from '../cli/release-format.js';
import { RelctlError } from '../core/errors.js';
import { giveUpRelease, releasePackages, releaseSaved } from '../core/operations/release-packages.js';
import type { Plan } from '../core/plan/plan.js';
import { renderPlan } from '../render/plan.js';
import { bumpStep } from '../render/release-step.js';

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
    '<%= config.bin %> <%= command.id %> --plan plan.json',
    '<%= config.bin %> <%= command.id %> --abort',
  ];
  static override args = {
    level: stringArg({ description: 'The step, or the new version; none with --plan and --abort.' }),
  };
  static override flags = {
    ...releaseFlags,
    plan: string({
      summary: 'Apply the plan that --dry-run --json printed into this file, if nothing has moved since.',
      helpValue: 'FILE',
      exclusive: [...Object.keys(releaseFlags), 'abort'],
    }),
    abort: boolean({
      summary:
        'Give up a release that was cut off, or the unpublished one that HEAD is, and restore the files.',
      exclusive: Object.keys(releaseFlags),
    }),
    format: releaseFormatFlag,
    yes: boolean({ char: 'y', summary: 'Do not ask.' }),
  };

  protected async answer(): Promise<Answer<Plan>> {
    const { args, flags } = await this.parse(Bump);
    if ([args.level, flags.plan, flags.abort || undefined].filter(given => given !== undefined).length !== 1)
      throw new RelctlError('USAGE', 'name a level, or a version, or --plan FILE, or --abort');
    const context = await this.context(flags);
    const approve = (planned: Plan) => flags.yes || flags.json || confirm(renderPlan(planned));
    const outcome =
      flags.plan !== undefined
        ? await releaseSaved(context, flags.plan, await context.given(flags.plan), approve)
        : args.level === undefined
          ? await giveUpRelease(context, approve)
          : await releasePackages(context, { ...releaseChoice(args.level, flags), approve });
    return releaseAnswer(flags.format, context.history, outcome, bumpStep, renderPlan);
  }
}
