import type { RefResult, WorkflowsResult } from '../core/operations/inspect-workflows.js';
import { escapeText } from './escape.js';
import { problemText } from './problems.js';

/** Each reference with what its push starts and what follows from that, then the problems. */
export function renderWorkflows({ refs, problems }: WorkflowsResult): string {
  const count =
    problems.length === 0 ? 'no problems' : `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
  return [...refs.flatMap(refLines), ...problems.map(problemText), count].join('\n');
}

function refLines({ ref, package: id, starts }: RefResult): string[] {
  const owner = id === null ? '' : ` (${escapeText(id)})`;
  if (starts.length === 0) return [`${escapeText(ref)}${owner} starts nothing`];
  return [
    `${escapeText(ref)}${owner} starts`,
    ...starts.flatMap(({ file, name, then }) => [
      `  ${escapeText(name)} [${escapeText(file)}]`,
      ...then.map(
        each =>
          `    then ${escapeText(each.name)} [${escapeText(each.file)}] by ${each.event} of ${escapeText(each.after)}`,
      ),
    ]),
  ];
}
