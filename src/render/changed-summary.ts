import type { ChangedPackage, ChangedResult } from '../core/operations/detect-changes.js';
import { graphPackages } from '../core/operations/graph-packages.js';
import type { Workspace } from '../core/workspace/workspace.js';
import { reasonText } from './changed.js';
import { renderGraph } from './graph.js';
import { escapeMarkdown, joinSummary, markdownTable } from './markdown.js';

/** A table of more rows is not read, and a summary has a limit. */
const MOST_ROWS = 500;

/** Reasons that are named for a package; the rest is counted. */
const MOST_REASONS = 3;

/** Mermaid, as GitHub runs it, draws no picture of more edges or of a longer text. */
const MOST_NODES = 150;
const MOST_EDGES = 400;
const LONGEST_GRAPH = 45_000;

/** What a change touches, as the summary of a job: packages with their levels and reasons, and how they need each other. */
export function changedSummary(result: ChangedResult, workspace: Pick<Workspace, 'packages'>): string {
  const { packages, removed, base } = result;
  const against = base.ref === null ? '' : `Compared with ${escapeMarkdown(base.ref)}.`;
  const gone = removed.slice(0, MOST_ROWS).map(escapeMarkdown).join(', ');
  if (packages.length === 0)
    return joinSummary(['### No package is affected', against, gone === '' ? '' : `Removed: ${gone}`]);
  const count = packages.length === 1 ? '1 package is affected' : `${packages.length} packages are affected`;
  const ordered = [...packages].sort((a, b) => a.level - b.level);
  const rows = ordered.map(each => [each.id, each.version ?? '', String(each.level), reasons(each)]);
  return joinSummary([
    `### ${count}`,
    against,
    markdownTable(['package', 'version', 'level', 'because'], rows, MOST_ROWS),
    gone === '' ? '' : `Removed: ${gone}`,
    picture(result, workspace),
  ]);
}

function reasons({ reasons: all }: ChangedPackage): string {
  const rest = all.length - MOST_REASONS;
  return [...all.slice(0, MOST_REASONS).map(reasonText), ...(rest > 0 ? [`and ${rest} more`] : [])].join(
    '; ',
  );
}

/** The affected packages and their edges; empty where there are too many to draw, or nothing to tell. */
function picture({ packages }: ChangedResult, workspace: Pick<Workspace, 'packages'>): string {
  if (packages.length < 2 || packages.length > MOST_NODES) return '';
  const ids = new Set(packages.map(({ id }) => id));
  const graph = graphPackages({ packages: workspace.packages.filter(({ id }) => ids.has(id)) });
  if (graph.edges.length > MOST_EDGES) return '';
  const text = renderGraph(graph, 'mermaid');
  return text.length > LONGEST_GRAPH ? '' : `\`\`\`mermaid\n${text}\n\`\`\``;
}
