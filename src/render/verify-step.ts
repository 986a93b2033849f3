import type { VerifyResult } from '../core/operations/verify-versions.js';
import type { Problem } from '../core/workspace/problem.js';
import type { Annotation } from './github.js';
import { joinSummary, markdownTable } from './markdown.js';
import type { Output, StepReport } from './step.js';

const MOST_ROWS = 500;

/**
 * What the gate tells a job: an annotation for each problem, as far as there is room, and all of them as a table.
 * @param outputs what it hands on of the tag that it has checked
 */
export function verifyStep(result: VerifyResult, outputs: readonly Output[]): StepReport {
  return {
    outputs,
    summary: verifySummary(result),
    annotations: result.problems.map(toAnnotation),
    warnings: [],
  };
}

function toAnnotation({ rule, severity, file, line, column, message, hint }: Problem): Annotation {
  return { severity, title: rule, file, line, column, message: `${message}\n${hint}` };
}

function verifySummary({ problems, fixed, checked }: VerifyResult): string {
  const count = `${checked.packages} packages, ${checked.files} files checked`;
  const found = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return joinSummary([
    problems.length === 0 ? '### Versions agree' : `### ${found}`,
    `${count}.`,
    problems.length === 0
      ? ''
      : markdownTable(
          ['severity', 'rule', 'place', 'message', 'hint'],
          problems.map(({ severity, rule, file, line, message, hint }) => [
            severity,
            rule,
            [file, line].filter(part => part !== null).join(':'),
            message,
            hint,
          ]),
          MOST_ROWS,
        ),
    fixed.length === 0
      ? ''
      : markdownTable(
          ['fixed', 'before', 'after'],
          fixed.map(({ file, line, before, after }) => [`${file}:${line}`, before, after]),
          MOST_ROWS,
        ),
  ]);
}
