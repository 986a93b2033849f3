import { nightlyWorkflow, pullRequestWorkflow } from './checks.js';
import type { WorkflowFacts } from './facts.js';
import { WORKFLOW_KINDS, type WorkflowKind } from './kinds.js';
import { packageWorkflow } from './package.js';
import { publishWorkflow } from './publish.js';
import { releaseWorkflow } from './release.js';

const WORKFLOWS: Readonly<Record<WorkflowKind, (facts: WorkflowFacts) => string>> = {
  'pull-request': pullRequestWorkflow,
  release: releaseWorkflow,
  publish: publishWorkflow,
  nightly: nightlyWorkflow,
};

/** The files of the workflows asked for, and of what they call. */
export function workflowFiles(
  kinds: readonly WorkflowKind[],
  facts: WorkflowFacts,
): { readonly path: string; readonly text: string }[] {
  const asked = WORKFLOW_KINDS.filter(kind => kinds.includes(kind));
  const calls = asked.some(kind => kind === 'pull-request' || kind === 'nightly');
  return [
    ...asked.map(kind => ({ path: pathOf(kind), text: WORKFLOWS[kind](facts) })),
    ...(calls ? [{ path: pathOf('package'), text: packageWorkflow(facts) }] : []),
  ];
}

function pathOf(name: string): string {
  return `.github/workflows/relctl-${name}.yml`;
}
