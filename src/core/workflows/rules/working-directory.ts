import { baseName, isInside, resolvePath } from '../../paths.js';
import type { PathIndex } from '../../workspace/path-index.js';
import type { Problem } from '../../workspace/problem.js';
import type { Job, Step, Text, Workflow } from '../workflow.js';
import { type Inspection, problem } from './inspection.js';
import { nearFolder } from './paths.js';

/** Actions that leave the checked out files as they are. */
const HARMLESS =
  /^(?:actions\/(?:checkout|setup-[a-z]+|cache)|astral-sh\/setup-uv|snok\/install-poetry|pdm-project\/setup-pdm)@/;

/**
 * Working directories that the repository does not hold. An error where no earlier step can have made it; a clone, a
 * script that names it, or somebody else's action may.
 */
export function workingDirectoryMissing({ workflows, index, packages }: Inspection): Problem[] {
  const folders = packages.map(({ path }) => path).filter(path => path !== '.');
  return workflows.flatMap(workflow =>
    workflow.jobs.flatMap(job => {
      const inherited = job.workingDirectory ?? workflow.workingDirectory;
      const user = job.steps.findIndex(step => step.run !== null && step.workingDirectory === null);
      return [
        ...(inherited === null || user < 0 ? [] : missing(workflow, job, user, inherited, index, folders)),
        ...job.steps.flatMap((step, at) =>
          step.workingDirectory === null || step.run === null
            ? []
            : missing(workflow, job, at, step.workingDirectory, index, folders),
        ),
      ];
    }),
  );
}

function missing(
  workflow: Workflow,
  job: Job,
  at: number,
  { text, place }: Text,
  index: PathIndex,
  folders: readonly string[],
): Problem[] {
  if (/\$|[~*]|^\//.test(text)) return [];
  const folder = resolvePath('.', text);
  if (folder === null || index.hasFolder(folder)) return [];
  const before = job.steps.slice(0, at);
  if (before.some(step => bringsFolder(step, folder))) return [];
  const sure = before.some(isPlainCheckout) && before.every(step => cannotMake(step, folder));
  const near = nearFolder(folder, folders);
  return [
    problem(workflow, place, {
      rule: 'working-directory-missing',
      severity: sure ? 'error' : 'warning',
      message: `the repository holds no folder ${folder}, in which the job ${job.id} works`,
      hint: near === null ? 'Write the folder as it is called now.' : `Did you mean ${near}?`,
    }),
  ];
}

/** Whether a step checks out or unpacks to that folder or one above it. */
function bringsFolder({ inputs }: Step, folder: string): boolean {
  const path = resolvePath('.', inputs.get('path')?.text ?? '');
  return (
    path !== null && path !== '.' && (path === folder || isInside(path, folder) || isInside(folder, path))
  );
}

function isPlainCheckout({ uses, inputs }: Step): boolean {
  return (
    uses?.text.startsWith('actions/checkout@') === true &&
    !['path', 'repository', 'ref', 'submodules'].some(name => inputs.has(name))
  );
}

function cannotMake(step: Step, folder: string): boolean {
  if (step.uses !== null)
    return (
      HARMLESS.test(step.uses.text) &&
      (!step.uses.text.startsWith('actions/checkout@') || isPlainCheckout(step))
    );
  return (
    step.run === null ||
    (!step.run.text.includes(baseName(folder)) && !/\b(?:clone|unzip|tar|cookiecutter)\b/.test(step.run.text))
  );
}
