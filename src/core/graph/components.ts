import type { Graph } from './graph.js';

/**
 * The strongly connected components, dependencies before dependents (Tarjan's algorithm, with its own stack
 * since a graph can be deeper than JavaScript's). A component of more than one node is a cycle.
 */
export function components(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];

  const enter = (node: string) => {
    order.set(node, order.size);
    low.set(node, order.get(node) as number);
    open.push(node);
    isOpen.add(node);
    return { node, next: 0 };
  };
  const lower = (node: string, value: number) => low.set(node, Math.min(low.get(node) as number, value));

  for (const root of graph.nodes) {
    if (order.has(root)) continue;
    const path = [enter(root)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const edge = graph.dependencies.get(frame.node)?.[frame.next++];
      if (edge !== undefined) {
        if (!order.has(edge.to)) path.push(enter(edge.to));
        else if (isOpen.has(edge.to)) lower(frame.node, order.get(edge.to) as number);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) lower(parent.node, low.get(frame.node) as number);
      if (low.get(frame.node) === order.get(frame.node)) {
        const members = open.splice(open.lastIndexOf(frame.node));
        for (const member of members) isOpen.delete(member);
        found.push(members.sort());
      }
    }
  }
  return found;
}
