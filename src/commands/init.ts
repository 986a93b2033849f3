import { boolean, string } from '@oclif/core/flags';
import { type Answer, BaseCommand } from '../cli/base-command.js';
import { ownVersion } from '../cli/version.js';
import { WORKFLOW_KINDS, type WorkflowKind } from '../core/init/workflows/kinds.js';
import { type InitResult, initRepository } from '../core/operations/init-repository.js';
import { workspaceWarnings } from '../core/workspace/warnings.js';
import { renderInit } from '../render/init.js';

export default class Init extends BaseCommand {
  static override summary = 'Write the configuration that this repository needs, and workflows.';
  static override description =
    `Only what is not the default is written, most of it read off the tags that are there. A configuration that exists is
never touched, and neither is a workflow that somebody changed.`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --workflows',
    '<%= config.bin %> <%= command.id %> --workflows release,publish --dry-run',
  ];
  static override flags = {
    workflows: string({
      summary: 'Write workflows for GitHub Actions: all, or some of them, several with commas.',
      options: ['all', ...WORKFLOW_KINDS],
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
    }),
    'dry-run': boolean({ summary: 'Show what would be written, and write nothing.' }),
  };

  constructor(argv: string[]) {
    super(argv.flatMap((word, index) => (isAlone(word, argv[index + 1]) ? [word, 'all'] : [word])));
  }

  protected async answer(): Promise<Answer<InitResult>> {
    const { flags } = await this.parse(Init);
    const context = await this.context(flags);
    const ports = {
      history: context.history,
      config: context.config,
      sha256: await context.sha256(),
      headState: async () => (await context.release()).publisher.headState(),
      newFiles: context.newFiles,
      files: async () => (await context.release()).files,
    };
    const asked = flags.workflows ?? [];
    const initialised = await initRepository(ports, {
      workflows: asked.includes('all') ? WORKFLOW_KINDS : (asked as WorkflowKind[]),
      dryRun: flags['dry-run'],
      version: ownVersion(),
    });
    return {
      result: initialised.result,
      text: () => renderInit(initialised, flags['dry-run']),
      warnings: workspaceWarnings(initialised.workspace),
    };
  }
}

/** `--workflows` without a value stands for all; oclif has no flags whose value may be left out. */
function isAlone(word: string, next: string | undefined): boolean {
  return word === '--workflows' && (next === undefined || next.startsWith('-'));
}
