import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src/core/graph/graph.js';
import { buildLevels, selectedLevels } from '../../../src/core/graph/levels.js';
import { graphOf, graphs, inOneCycle, reachability } from '../support/graphs.js';

/** Naive: a node stands one level above the highest selected one that it reaches outside of its own cycle. */
function naiveLevels(graph: Graph, selected: ReadonlySet<string>): string[][] {
  const reaches = reachability(graph);
  const together = inOneCycle(graph);
  const level = (node: string): number => {
    const below = graph.nodes.filter(to => selected.has(to) && reaches(node, to) && !together(node, to));
    return below.length === 0 ? 0 : 1 + Math.max(...below.map(level));
  };
  const levels: string[][] = [];
  for (const node of graph.nodes) {
    if (!selected.has(node)) continue;
    const at = level(node);
    while (levels.length <= at) levels.push([]);
    levels[at]?.push(node);
  }
  return levels;
}

const selections = graphs.chain(graph =>
  fc.tuple(
    fc.constant(graph),
    fc.subarray([...graph.nodes]).map(ids => new Set(ids)),
  ),
);

describe('buildLevels', () => {
  it('agrees with a naive model on random graphs', () => {
    fc.assert(
      fc.property(graphs, graph => {
        expect(buildLevels(graph)).toEqual(naiveLevels(graph, new Set(graph.nodes)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [[], []],
    [['b', 'a'], [['a', 'b']]],
    [
      ['app > lib', 'lib > base', 'base', 'tool'],
      [['base', 'tool'], ['lib'], ['app']],
    ],
    [
      ['a > b', 'b > a', 'c > a', 'd'],
      [['a', 'b', 'd'], ['c']],
    ],
    [
      ['a > b c', 'b > d', 'c', 'd'],
      [['c', 'd'], ['b'], ['a']],
    ],
  ])('orders %j as %j', (lines, levels) => {
    expect(buildLevels(graphOf(...lines))).toEqual(levels);
  });
});

describe('selectedLevels', () => {
  it('agrees with a naive model on random graphs and selections', () => {
    fc.assert(
      fc.property(selections, ([graph, selected]) => {
        expect(selectedLevels(graph, selected)).toEqual(naiveLevels(graph, selected));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the build order where all are selected, and leaves no level empty', () => {
    fc.assert(
      fc.property(selections, ([graph, selected]) => {
        expect(selectedLevels(graph, new Set(graph.nodes))).toEqual(buildLevels(graph));
        const levels = selectedLevels(graph, selected);
        expect(levels.every(level => level.length > 0)).toBe(true);
        expect(levels.flat().sort()).toEqual([...selected].sort());
      }),
    );
  });

  it('lets one wait for another through packages that are not selected', () => {
    const graph = graphOf('app > middle', 'middle > base', 'base');
    expect(selectedLevels(graph, new Set(['app', 'base']))).toEqual([['base'], ['app']]);
    expect(selectedLevels(graph, new Set(['app', 'unknown']))).toEqual([['app']]);
  });
});
