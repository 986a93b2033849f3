import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affectedPackages, DEPENDENTS } from '../../../src/core/changes/affected.js';
import type { Reason } from '../../../src/core/changes/reason.js';
import { graphOf, graphs, reachability } from '../support/graphs.js';

const FILE: Reason = { kind: 'file', path: 'x' };
const changes = graphs.chain(graph =>
  fc.tuple(
    fc.constant(graph),
    fc
      .shuffledSubarray([...graph.nodes])
      .map(ids => new Map(ids.map((id): [string, readonly Reason[]] => [id, [FILE]]))),
  ),
);

function via(reasons: readonly Reason[] | undefined): string[] {
  return (reasons ?? []).flatMap(reason => (reason.kind === 'dependency' ? [reason.package] : [])).sort();
}

describe('affectedPackages', () => {
  it('agrees with a naive model, in its packages and in the packages through which each is reached', () => {
    fc.assert(
      fc.property(changes, fc.constantFrom(...DEPENDENTS), ([graph, changed], follow) => {
        const found = affectedPackages(graph, changed, follow);
        const reaches = reachability(graph);
        const isDirect = (from: string, to: string) =>
          graph.edges.some(edge => edge.from === from && edge.to === to);
        const expected = graph.nodes.filter(
          id =>
            changed.has(id) ||
            [...changed.keys()].some(
              seed => (follow === 'all' && reaches(id, seed)) || (follow === 'direct' && isDirect(id, seed)),
            ),
        );
        expect([...found.keys()].sort()).toEqual(expected);
        const sources = follow === 'none' ? [] : follow === 'direct' ? [...changed.keys()] : expected;
        for (const id of expected) {
          expect(via(found.get(id))).toEqual(sources.filter(source => isDirect(id, source)).sort());
          expect(found.get(id)?.includes(FILE)).toBe(changed.has(id));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the given changes alone', () => {
    const changed = new Map<string, readonly Reason[]>([['base', Object.freeze([FILE])]]);
    affectedPackages(graphOf('app > base', 'base > app'), changed, 'all');
    expect(changed).toEqual(new Map([['base', [FILE]]]));
  });

  it('goes round a cycle once', () => {
    const found = affectedPackages(graphOf('a > b', 'b > a'), new Map([['a', [FILE]]]), 'all');
    expect(found).toEqual(
      new Map<string, Reason[]>([
        ['a', [FILE, { kind: 'dependency', package: 'b' }]],
        ['b', [{ kind: 'dependency', package: 'a' }]],
      ]),
    );
  });
});
