import { type Answer, BaseCommand } from '../cli/base-command.js';
import { type ListResult, listPackages } from '../core/operations/list-packages.js';
import { workspaceWarnings } from '../core/workspace/warnings.js';
import { renderList } from '../render/list.js';

export default class List extends BaseCommand {
  static override summary = 'List the packages with their versions and dependencies.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  protected async answer(): Promise<Answer<ListResult>> {
    const { flags } = await this.parse(List);
    const workspace = await (await this.context(flags)).workspace();
    const result = listPackages(workspace);
    return { result, text: () => renderList(result), warnings: workspaceWarnings(workspace) };
  }
}
