import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycles } from '../../../src/core/graph/cycles.js';
import type { Graph } from '../../../src/core/graph/graph.js';
import { graphOf, graphs, reachability } from '../support/graphs.js';

/** Naive: the number of edges of the shortest way from a node back to itself. */
function shortest(graph: Graph, start: string): number {
  let reached = new Set([start]);
  for (let steps = 1; steps <= graph.nodes.length; steps++) {
    reached = new Set(graph.edges.filter(({ from }) => reached.has(from)).map(({ to }) => to));
    if (reached.has(start)) return steps;
  }
  return Number.POSITIVE_INFINITY;
}

describe('findCycles', () => {
  it('gives closed paths without repetition that start with their smallest id', () => {
    fc.assert(
      fc.property(graphs, graph => {
        for (const cycle of findCycles(graph)) {
          expect(cycle.length).toBeGreaterThan(1);
          expect(new Set(cycle).size).toBe(cycle.length);
          expect(cycle[0]).toBe([...cycle].sort()[0]);
          for (const [index, from] of cycle.entries()) {
            const to = cycle[(index + 1) % cycle.length];
            expect(graph.edges.some(edge => edge.from === from && edge.to === to)).toBe(true);
          }
        }
      }),
    );
  });

  it('covers exactly the nodes that reach themselves, with no path longer than it must be', () => {
    fc.assert(
      fc.property(graphs, graph => {
        const cycles = findCycles(graph);
        const reaches = reachability(graph);
        expect([...new Set(cycles.flat())].sort()).toEqual(graph.nodes.filter(node => reaches(node, node)));
        for (const cycle of cycles)
          expect(cycle.some(node => shortest(graph, node) === cycle.length)).toBe(true);
      }),
    );
  });

  it('gives no cycle twice, in the order of the ids, whatever the order of the packages', () => {
    fc.assert(
      fc.property(graphs, graph => {
        const texts = findCycles(graph).map(cycle => cycle.join('\0'));
        expect(texts).toEqual([...new Set(texts)].sort());
      }),
    );
  });

  it.each([
    [['a > b', 'b > c', 'c > a'], [['a', 'b', 'c']]],
    [
      ['a > b', 'b > a c', 'c > b'],
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
    ],
    [['a > b', 'b > c', 'c'], []],
    [['c > b', 'b > a', 'a > c', 'd > a'], [['a', 'c', 'b']]],
  ])('finds in %j: %j', (lines, cycles) => {
    expect(findCycles(graphOf(...lines))).toEqual(cycles);
  });
});
