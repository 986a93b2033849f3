import type { VerifyResult } from '../core/operations/verify-versions.js';
import type { Problem } from '../core/workspace/problem.js';
import { escapeText } from './escape.js';

/** Each problem with its place first, as compilers write it, so that editors and people find it. */
export function renderProblems({ problems, checked }: VerifyResult): string {
  const count = `${checked.packages} packages, ${checked.files} files checked`;
  if (problems.length === 0) return `no problems: ${count}`;
  return [
    ...problems.map(problemText),
    `${problems.length} problem${problems.length === 1 ? '' : 's'}: ${count}`,
  ].join('\n');
}

function problemText({ rule, severity, file, line, column, message, hint }: Problem): string {
  const place = [file, line, line === null ? null : column].filter(part => part !== null).join(':');
  return [
    `${place === '' ? '' : `${escapeText(place)}: `}${severity}: ${escapeText(message)} [${rule}]`,
    `  hint: ${escapeText(hint)}`,
  ].join('\n');
}
