import { byCodeUnit } from '../paths.js';
import type { Kind } from '../requirements/requirement.js';

export interface Edge {
  /** The one that needs. */
  readonly from: string;
  /** The one that is needed. */
  readonly to: string;
  readonly kinds: readonly Kind[];
}

/** Who needs whom, by id. */
export interface Graph {
  /** Sorted. */
  readonly nodes: readonly string[];
  /** Sorted by `from`, then `to`. */
  readonly edges: readonly Edge[];
  readonly dependencies: ReadonlyMap<string, readonly Edge[]>;
  readonly dependents: ReadonlyMap<string, readonly Edge[]>;
}

interface Node {
  readonly id: string;
  readonly dependencies: readonly { readonly id: string; readonly kinds: readonly Kind[] }[];
}

/**
 * Builds the graph of the given packages; what leads out of them is left out.
 * @param kinds for those edges only that have one of them
 */
export function buildGraph(packages: readonly Node[], kinds: readonly Kind[] | null = null): Graph {
  const sorted = packages.toSorted((a, b) => byCodeUnit(a.id, b.id));
  const nodes = sorted.map(({ id }) => id);
  const known = new Set(nodes);
  const edges = sorted.flatMap(({ id, dependencies }) =>
    dependencies
      .filter(dependency => known.has(dependency.id) && (kinds === null || hasKind(dependency, kinds)))
      .map(dependency => ({ from: id, to: dependency.id, kinds: dependency.kinds }))
      .sort((a, b) => byCodeUnit(a.to, b.to)),
  );
  return {
    nodes,
    edges,
    dependencies: groupEdges(nodes, edges, 'from'),
    dependents: groupEdges(nodes, edges, 'to'),
  };
}

/** The graph with only those edges that have one of the kinds. */
export function filterEdges(graph: Graph, kinds: readonly Kind[]): Graph {
  const edges = graph.edges.filter(edge => hasKind(edge, kinds));
  return {
    nodes: graph.nodes,
    edges,
    dependencies: groupEdges(graph.nodes, edges, 'from'),
    dependents: groupEdges(graph.nodes, edges, 'to'),
  };
}

function hasKind(edge: Pick<Edge, 'kinds'>, kinds: readonly Kind[]): boolean {
  return edge.kinds.some(kind => kinds.includes(kind));
}

/** The kinds that a build has to wait for. */
export const BUILD_KINDS: readonly Kind[] = ['runtime', 'build'];

function groupEdges(
  nodes: readonly string[],
  edges: readonly Edge[],
  side: 'from' | 'to',
): Map<string, Edge[]> {
  const groups = new Map<string, Edge[]>(nodes.map(node => [node, []]));
  for (const edge of edges) groups.get(edge[side])?.push(edge);
  return groups;
}
