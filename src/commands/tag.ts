import { boolean } from '@oclif/core/flags';
import { type Answer, BaseCommand } from '../cli/base-command.js';
import { idleTagsFlag, packageFlag, signFlag } from '../cli/flags.js';
import { releaseAnswer, releaseFormatFlag } from '../cli/release-format.js';
import { makeTags, type TagResult } from '../core/operations/make-tags.js';
import { workspaceWarnings } from '../core/workspace/warnings.js';
import { tagStep } from '../render/release-step.js';
import { renderTags } from '../render/tags.js';

export default class Tag extends BaseCommand {
  static override summary = 'Make the tags that released versions still lack.';
  static override description =
    'Releases are known by the trailers of the commits that HEAD reaches; with --package also by the version that HEAD holds.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --push',
    '<%= config.bin %> <%= command.id %> --package contents',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override flags = {
    package: packageFlag,
    push: boolean({ summary: 'Push the tags that the remote lacks.' }),
    'allow-idle-tags': idleTagsFlag,
    sign: signFlag,
    format: releaseFormatFlag,
  };

  protected async answer(): Promise<Answer<TagResult>> {
    const { flags } = await this.parse(Tag);
    const context = await this.context(flags);
    const tools = await context.release();
    const settle = await tools.lock.take(context.report);
    try {
      const workspace = await context.workspace();
      const request = {
        packages: flags.package ?? [],
        push: flags.push,
        allowIdleTags: flags['allow-idle-tags'] ?? false,
        sign: flags.sign ?? null,
      };
      const { result, starts, warnings } = await makeTags(context, tools, workspace, request);
      const outcome = { result, workspace, warnings: [...workspaceWarnings(workspace), ...warnings], settle };
      return await releaseAnswer(flags.format, context.history, outcome, tagStep, made =>
        renderTags(made, starts),
      );
    } catch (error) {
      await settle();
      throw error;
    }
  }
}
