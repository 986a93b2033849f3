import { byCodeUnit } from '../paths.js';
import { components } from './components.js';
import type { Graph } from './graph.js';

/**
 * The build order: level 0 waits for nothing, every other level only for those before it. The packages of a
 * cycle wait for each other and so stand in one level.
 */
export function buildLevels(graph: Graph): string[][] {
  const levelOf = new Map<string, number>();
  const levels: string[][] = [];
  for (const members of components(graph)) {
    let level = 0;
    for (const member of members) {
      for (const { to } of graph.dependencies.get(member) ?? [])
        level = Math.max(level, (levelOf.get(to) ?? -1) + 1);
    }
    for (const member of members) levelOf.set(member, level);
    while (levels.length <= level) levels.push([]);
    levels[level]?.push(...members);
  }
  return levels.map(level => level.sort(byCodeUnit));
}

/**
 * The build order of some of the packages. One waits for another also where the way between them leads through
 * packages that are not selected.
 */
export function selectedLevels(graph: Graph, selected: ReadonlySet<string>): string[][] {
  const levelOf = new Map<string, number>();
  const levels: string[][] = [];
  for (const members of components(graph)) {
    // For those not selected this is the number of levels that must be done before what comes after them.
    let level = 0;
    for (const member of members) {
      for (const { to } of graph.dependencies.get(member) ?? [])
        level = Math.max(level, levelOf.get(to) ?? 0);
    }
    const chosen = members.filter(member => selected.has(member));
    for (const member of members) levelOf.set(member, chosen.length > 0 ? level + 1 : level);
    if (chosen.length === 0) continue;
    while (levels.length <= level) levels.push([]);
    levels[level]?.push(...chosen);
  }
  return levels.map(level => level.sort(byCodeUnit));
}
