import { string } from '@oclif/core/flags';
import { type Answer, BaseCommand } from '../cli/base-command.js';
import { type GraphResult, graphPackages } from '../core/operations/graph-packages.js';
import { workspaceWarnings } from '../core/workspace/warnings.js';
import { GRAPH_FORMATS, type GraphFormat, renderGraph } from '../render/graph.js';

export default class Graph extends BaseCommand {
  static override summary = 'Show which package needs which, and the build order.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --format levels',
    '<%= config.bin %> <%= command.id %> --format mermaid',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override flags = {
    format: string({ summary: 'How the graph is written.', options: [...GRAPH_FORMATS], default: 'text' }),
  };

  protected async answer(): Promise<Answer<GraphResult>> {
    const { flags } = await this.parse(Graph);
    const workspace = await (await this.context(flags)).workspace('edges');
    const result = graphPackages(workspace);
    return {
      result,
      text: () => renderGraph(result, flags.format as GraphFormat),
      warnings: workspaceWarnings(workspace),
    };
  }
}
