import type { ChangedResult } from '../core/operations/detect-changes.js';
import type { Warning } from '../core/workspace/problem.js';
import type { Workspace } from '../core/workspace/workspace.js';
import { changedSummary } from './changed-summary.js';
import { safeJson } from './json.js';
import { levelMatrices, MOST_ROWS, type Row, rowsByLevel } from './matrix.js';
import { fitOutputs, type Output, type StepReport } from './step.js';

/** What `relctl changed` hands to the later steps of a job. */
export function changedStep(
  result: ChangedResult,
  workspace: Pick<Workspace, 'packages' | 'byId'>,
): StepReport {
  const levels = rowsByLevel(result, workspace.byId);
  const { value, warnings } = matrixOf(levels.flat());
  const fitted = fitOutputs([
    ...smallOutputs(result),
    { name: 'matrix', value },
    { name: 'levels', value: safeJson(levelMatrices(levels)) },
  ]);
  return {
    outputs: fitted.outputs,
    summary: changedSummary(result, workspace),
    annotations: [],
    warnings: [...warnings, ...fitted.warnings],
  };
}

/** Those that need no matrix. */
export function smallOutputs({ hasChanges, packages, removed }: ChangedResult): Output[] {
  return [
    { name: 'has_changes', value: String(hasChanges) },
    { name: 'packages', value: safeJson(packages.map(({ id }) => id)) },
    { name: 'removed', value: safeJson(removed) },
  ];
}

/**
 * All rows as one matrix. Where there are too many it is left empty, on which `fromJSON` fails: with the first 256 alone a
 * job would pass without having seen the others.
 */
function matrixOf(rows: readonly Row[]): { value: string; warnings: Warning[] } {
  if (rows.length <= MOST_ROWS) return { value: safeJson({ include: rows }), warnings: [] };
  const message = `the output matrix is left empty: ${rows.length} packages are more than the ${MOST_ROWS} jobs of a matrix; use levels, whose matrices all fit, or relctl run in one job`;
  return { value: '', warnings: [{ code: 'matrix-too-large', message }] };
}
