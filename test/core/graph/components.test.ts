import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { components } from '../../../src/core/graph/components.js';
import { graphOf, graphs, inOneCycle, reachability } from '../support/graphs.js';

describe('components', () => {
  it('hold each node once, and two nodes together exactly where each reaches the other', () => {
    fc.assert(
      fc.property(graphs, graph => {
        const found = components(graph);
        expect(found.flat().sort()).toEqual(graph.nodes);
        const together = inOneCycle(graph);
        for (const left of graph.nodes)
          for (const right of graph.nodes)
            expect(found.some(members => members.includes(left) && members.includes(right))).toBe(
              together(left, right),
            );
      }),
    );
  });

  it('stand dependencies before dependents, their members sorted', () => {
    fc.assert(
      fc.property(graphs, graph => {
        const found = components(graph);
        const reaches = reachability(graph);
        for (const [index, members] of found.entries()) {
          expect(members).toEqual([...members].sort());
          for (const later of found.slice(index + 1).flat())
            for (const member of members) expect(reaches(member, later)).toBe(false);
        }
      }),
    );
  });

  it('are found in a chain deeper than any stack', () => {
    const names = Array.from({ length: 15_000 }, (_, index) => `p${String(index).padStart(6, '0')}`);
    const chain = graphOf(...names.map((name, index) => `${name} > ${names[index + 1] ?? ''}`));
    expect(components(chain).length).toBe(names.length);
    const ring = graphOf(
      ...names.map((name, index) => `${name} > ${names[(index + 1) % names.length] ?? ''}`),
    );
    expect(components(ring)).toEqual([names]);
  });
});
