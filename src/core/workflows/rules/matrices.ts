import type { Problem } from '../../workspace/problem.js';
import type { Job, Workflow } from '../workflow.js';
import { problem } from './inspection.js';

/** The most jobs that GitHub makes of a matrix. */
const MOST_JOBS = 256;

const MOST_NAMED = 1_000_000;

/** Matrices that make no job, or more than GitHub takes; what expressions decide is left alone. */
export function matrixSizes(workflows: readonly Workflow[]): Problem[] {
  return workflows.flatMap(workflow =>
    workflow.triggers.size === 0 ? [] : workflow.jobs.flatMap(job => sizeOf(workflow, job)),
  );
}

function sizeOf(workflow: Workflow, { id, matrix, condition }: Job): Problem[] {
  // A job that is switched off for good may well wait for its values.
  if (matrix === null || /^(?:\$\{\{\s*)?false(?:\s*\}\})?$/.test(condition?.text.trim() ?? '')) return [];
  const { empty, jobs, place } = matrix;
  if (empty !== null)
    return [
      problem(workflow, empty.place, {
        rule: 'matrix-empty',
        severity: 'error',
        message: `${empty.key === null ? '' : `\`${empty.key}\` of `}the matrix of ${id} holds nothing: the run fails, and does not just leave the job out`,
        hint: 'Put a value into it, or take it out of the job.',
      }),
    ];
  if (jobs === 0)
    return [
      problem(workflow, place, {
        rule: 'matrix-empty',
        severity: 'warning',
        message: `\`exclude\` takes every combination out of the matrix of ${id}`,
        hint: 'Take out of `exclude` what is to run, or take the job out.',
      }),
    ];
  if (jobs === null || jobs <= MOST_JOBS) return [];
  return [
    problem(workflow, place, {
      rule: 'matrix-too-large',
      severity: 'error',
      message: `the matrix of ${id} makes ${jobs > MOST_NAMED ? `more than ${MOST_NAMED}` : jobs} jobs, and GitHub takes no more than ${MOST_JOBS}: the run fails`,
      hint: 'Take combinations out with `exclude`, name those that are wanted with `include`, or split the job.',
    }),
  ];
}
