import type { Graph } from '../graph/graph.js';
import type { Reason } from './reason.js';

/** How far a change is followed to those that need the changed package. */
export const DEPENDENTS = ['none', 'direct', 'all'] as const;
export type Dependents = (typeof DEPENDENTS)[number];

/**
 * Adds dependents, each with the packages through which it is reached.
 * @param graph only the edges that are to be followed
 */
export function affectedPackages(
  graph: Graph,
  changed: ReadonlyMap<string, readonly Reason[]>,
  follow: Dependents,
): Map<string, readonly Reason[]> {
  const affected = new Map(changed);
  if (follow === 'none') return affected;
  const queue = [...changed.keys()].sort();
  // The loop also sees what it adds to the queue.
  for (const id of queue) {
    for (const { from } of graph.dependents.get(id) ?? []) {
      const reasons = affected.get(from);
      if (reasons === undefined && follow === 'all') queue.push(from);
      affected.set(from, [...(reasons ?? []), { kind: 'dependency', package: id }]);
    }
  }
  return affected;
}
