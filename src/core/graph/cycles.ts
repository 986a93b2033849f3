import { byCodeUnit } from '../paths.js';
import { components } from './components.js';
import type { Graph } from './graph.js';

/**
 * Cycles as paths: each package needs the next, the last needs the first. Every package that is in a cycle is in
 * at least one path; paths start with their smallest id and are as short as they can be.
 */
export function findCycles(graph: Graph): string[][] {
  const cycles: string[][] = [];
  for (const members of components(graph)) {
    if (members.length < 2) continue;
    const inside = new Set(members);
    const covered = new Set<string>();
    for (const member of members) {
      if (covered.has(member)) continue;
      const cycle = shortestCycle(graph, member, inside);
      for (const node of cycle) covered.add(node);
      cycles.push(startWithSmallest(cycle));
    }
  }
  return cycles.sort((a, b) => byCodeUnit(a.join('\0'), b.join('\0')));
}

function shortestCycle(graph: Graph, start: string, inside: ReadonlySet<string>): string[] {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  // The loop also sees what it adds to the queue.
  for (const node of queue) {
    for (const { to } of graph.dependencies.get(node) ?? []) {
      if (to === start) return pathTo(node, start, cameFrom);
      if (!inside.has(to) || cameFrom.has(to)) continue;
      cameFrom.set(to, node);
      queue.push(to);
    }
  }
  return [start];
}

function pathTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [end];
  for (let node = end; node !== start; ) {
    node = cameFrom.get(node) as string;
    path.unshift(node);
  }
  return path;
}

function startWithSmallest(cycle: readonly string[]): string[] {
  const at = cycle.indexOf([...cycle].sort(byCodeUnit)[0] as string);
  return [...cycle.slice(at), ...cycle.slice(0, at)];
}
