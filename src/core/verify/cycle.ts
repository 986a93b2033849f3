import { findCycles } from '../graph/cycles.js';
import { BUILD_KINDS, buildGraph } from '../graph/graph.js';
import type { Problem } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Subject } from './subject.js';

/** Packages that need each other to be built, reported at the first requirement of the path. */
export function cycle({ packages, workspace }: Subject): Problem[] {
  const inQuestion = new Set(packages.map(({ id }) => id));
  const cycles = findCycles(buildGraph(workspace.packages, BUILD_KINDS));
  return cycles
    .filter(path => path.some(id => inQuestion.has(id)))
    .map(path => ({
      ...firstStep(workspace, path),
      rule: 'cycle',
      severity: 'error',
      package: path[0] as string,
      message: `packages need each other to be built: ${[...path, path[0]].join(' → ')}`,
      hint: 'Take one of these dependencies out, or make it an optional one.',
    }));
}

function firstStep(
  { byId, lookup }: Workspace,
  path: readonly string[],
): Pick<Problem, 'file' | 'line' | 'column'> {
  const [from = '', to = from] = path;
  const each = byId.get(from);
  const requirement = each?.dependencies
    .find(({ id }) => id === to)
    ?.requirements.find(({ kind }) => BUILD_KINDS.includes(kind));
  if (requirement === undefined) return { file: each?.manifest ?? null, line: null, column: null };
  const { line, column } = lookup.requirementPosition(requirement) ?? { line: null, column: null };
  return { file: requirement.file, line, column };
}
