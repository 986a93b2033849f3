import { string } from '@oclif/core/flags';
import { type Answer, BaseCommand } from '../cli/base-command.js';
import { inspectWorkflows, type WorkflowsResult } from '../core/operations/inspect-workflows.js';
import { workspaceWarnings } from '../core/workspace/warnings.js';
import { renderWorkflows } from '../render/workflows.js';

export default class Workflows extends BaseCommand {
  static override summary =
    'Tell which GitHub workflows a tag or a push starts, and what is wrong with them; exits with 1 where something surely is.';
  static override description =
    `Reads .github/workflows at the commit of each reference, or at HEAD for one that is not there yet; never in the work
tree. Without --ref, the next tag of every package and the whole repository are examined.`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --ref refs/tags/core-v1.2.3',
    '<%= config.bin %> <%= command.id %> --ref refs/heads/main --paths packages/core/pyproject.toml --json',
  ];
  static override flags = {
    ref: string({
      summary: 'A tag or branch that is pushed, by itself; may be repeated.',
      helpValue: 'REF',
      multiple: true,
      multipleNonGreedy: true,
    }),
    paths: string({
      summary: 'A file that pushes of branches change; may be repeated. Without any, they change none.',
      helpValue: 'PATH',
      multiple: true,
      multipleNonGreedy: true,
    }),
  };

  protected async answer(): Promise<Answer<WorkflowsResult>> {
    const { flags } = await this.parse(Workflows);
    const { history, files, workspace: load } = await this.context(flags);
    const { result, warnings, workspace } = await inspectWorkflows(
      { history, files, workspace: load },
      { refs: flags.ref ?? [], paths: flags.paths ?? [] },
    );
    return {
      result,
      text: () => renderWorkflows(result),
      warnings: [...(workspace === null ? [] : workspaceWarnings(workspace)), ...warnings],
      exit: result.problems.some(({ severity }) => severity === 'error') ? 1 : 0,
    };
  }
}
