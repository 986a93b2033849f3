import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILD_KINDS, buildGraph, filterEdges } from '../../../src/core/graph/graph.js';
import { KINDS } from '../../../src/core/requirements/requirement.js';
import { graphs, nodes } from '../support/graphs.js';

describe('buildGraph', () => {
  it('sorts nodes and edges, and leaves out edges that lead out of the graph', () => {
    fc.assert(
      fc.property(nodes, given => {
        const graph = buildGraph(given);
        const ids = given.map(({ id }) => id).sort();
        const edges = given
          .flatMap(({ id, dependencies }) =>
            dependencies.map(each => ({ from: id, to: each.id, kinds: each.kinds })),
          )
          .filter(({ to }) => ids.includes(to))
          .sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
        expect(graph.nodes).toEqual(ids);
        expect(graph.edges).toEqual(edges);
        for (const id of ids) {
          expect(graph.dependencies.get(id)).toEqual(edges.filter(({ from }) => from === id));
          expect(graph.dependents.get(id)).toEqual(edges.filter(({ to }) => to === id));
        }
      }),
    );
  });

  it('leaves the order of what it was given alone', () => {
    const given = Object.freeze([
      { id: 'b', dependencies: [] },
      { id: 'a', dependencies: [] },
    ]);
    expect(buildGraph(given).nodes).toEqual(['a', 'b']);
    expect(given.map(({ id }) => id)).toEqual(['b', 'a']);
  });
});

describe('filterEdges', () => {
  it('keeps exactly the edges with one of the kinds, and every node', () => {
    fc.assert(
      fc.property(graphs, fc.subarray([...KINDS]), (graph, kinds) => {
        const filtered = filterEdges(graph, kinds);
        expect(filtered.nodes).toEqual(graph.nodes);
        expect(filtered.edges).toEqual(
          graph.edges.filter(edge => edge.kinds.some(kind => kinds.includes(kind))),
        );
        for (const id of graph.nodes) {
          expect(filtered.dependencies.get(id)).toEqual(filtered.edges.filter(({ from }) => from === id));
          expect(filtered.dependents.get(id)).toEqual(filtered.edges.filter(({ to }) => to === id));
        }
      }),
    );
  });

  it('counts runtime and build as what a build waits for', () => {
    expect([...BUILD_KINDS].sort()).toEqual(['build', 'runtime']);
  });
});
