import type { VerifyResult } from '../core/operations/verify-versions.js';
import type { Edit } from '../core/plan/plan.js';
import type { Problem } from '../core/workspace/problem.js';
import { escapeText } from './escape.js';
import { renderSarif } from './sarif.js';

export const PROBLEM_FORMATS = ['text', 'github', 'sarif'] as const;
export type ProblemFormat = (typeof PROBLEM_FORMATS)[number];

/** @param version of relctl, which SARIF names */
export function renderVerification(result: VerifyResult, format: ProblemFormat, version: string): string {
  switch (format) {
    case 'text':
      return renderProblems(result);
    // Nothing but annotations, which `verifyStep` gives.
    case 'github':
      return '';
    case 'sarif':
      return renderSarif(result.problems, version);
  }
}

/** Each problem with its place first, as compilers write it, so that editors and people find it. */
function renderProblems({ problems, checked, fixed }: VerifyResult): string {
  const count = `${checked.packages} packages, ${checked.files} files checked`;
  return [
    ...fixed.map(fixText),
    ...problems.map(problemText),
    problems.length === 0
      ? `no problems: ${count}`
      : `${problems.length} problem${problems.length === 1 ? '' : 's'}: ${count}`,
  ].join('\n');
}

function fixText({ file, line, column, before, after }: Edit): string {
  return `${escapeText(`${file}:${line}:${column}`)}: fixed: ${escapeText(before)} -> ${escapeText(after)}`;
}

/** One problem: its place as compilers write it, what is wrong, and what mends it. */
export function problemText({ rule, severity, file, line, column, message, hint }: Problem): string {
  const place = [file, line, line === null ? null : column].filter(part => part !== null).join(':');
  return [
    `${place === '' ? '' : `${escapeText(place)}: `}${severity}: ${escapeText(message)} [${rule}]`,
    `  hint: ${escapeText(hint)}`,
  ].join('\n');
}
