import fc from 'fast-check';
import { buildGraph, type Graph } from '../../../src/core/graph/graph.js';
import { KINDS, type Kind } from '../../../src/core/requirements/requirement.js';

export interface GraphNode {
  readonly id: string;
  readonly dependencies: readonly { readonly id: string; readonly kinds: readonly Kind[] }[];
}

const IDS = [...'gcaehbdfij'];

/** Nodes in any order; some edges lead out of the graph, none from a node to itself. */
export const nodes: fc.Arbitrary<GraphNode[]> = fc.integer({ min: 0, max: IDS.length }).chain(count => {
  const ids = IDS.slice(0, count);
  return fc.tuple(
    ...ids.map(id =>
      fc.record({
        id: fc.constant(id),
        dependencies: fc
          .uniqueArray(fc.constantFrom(...IDS.filter(other => other !== id)), { maxLength: 3 })
          .chain(targets =>
            fc.tuple(
              ...targets.map(target =>
                fc.record({
                  id: fc.constant(target),
                  kinds: fc.subarray([...KINDS], { minLength: 1 }),
                }),
              ),
            ),
          ),
      }),
    ),
  );
});

export const graphs: fc.Arbitrary<Graph> = nodes.map(buildGraph);

/** A graph from `a > b c`: a depends on b and c. */
export function graphOf(...lines: readonly string[]): Graph {
  return buildGraph(
    lines.map(line => {
      const [id = '', targets = ''] = line.split('>').map(text => text.trim());
      const dependencies = targets.split(' ').filter(text => text !== '');
      return { id, dependencies: dependencies.map(target => ({ id: target, kinds: ['runtime'] as const })) };
    }),
  );
}

/** Naive: all that a node reaches over at least one edge, by Warshall's algorithm. */
export function reachability(graph: Graph): (from: string, to: string) => boolean {
  const pairs = new Set(graph.edges.map(({ from, to }) => `${from}>${to}`));
  for (const via of graph.nodes)
    for (const from of graph.nodes)
      for (const to of graph.nodes)
        if (pairs.has(`${from}>${via}`) && pairs.has(`${via}>${to}`)) pairs.add(`${from}>${to}`);
  return (from, to) => pairs.has(`${from}>${to}`);
}

/** Naive: whether two nodes wait for each other. */
export function inOneCycle(graph: Graph): (left: string, right: string) => boolean {
  const reaches = reachability(graph);
  return (left, right) => left === right || (reaches(left, right) && reaches(right, left));
}
