import { findCycles } from '../graph/cycles.js';
import { BUILD_KINDS, buildGraph, type Edge, filterEdges } from '../graph/graph.js';
import { buildLevels } from '../graph/levels.js';
import type { Workspace } from '../workspace/workspace.js';

export interface GraphResult {
  readonly packages: readonly string[];
  /** `from` depends on `to`. */
  readonly edges: readonly Edge[];
  readonly levels: readonly (readonly string[])[];
  readonly cycles: readonly (readonly string[])[];
}

/** All edges; levels and cycles count those that a build waits for. */
export function graphPackages({ packages }: Pick<Workspace, 'packages'>): GraphResult {
  const graph = buildGraph(packages);
  const build = filterEdges(graph, BUILD_KINDS);
  return { packages: graph.nodes, edges: graph.edges, levels: buildLevels(build), cycles: findCycles(build) };
}
