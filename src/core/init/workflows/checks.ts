import type { WorkflowFacts } from './facts.js';
import { allJob, levelJobs, levelNames, pickJob } from './levels.js';
import { indented } from './quoting.js';
import { checkout, opening, setUpNode } from './steps.js';

/** `relctl-pull-request.yml`: the gate, and tests and builds of what a pull request touches. */
export function pullRequestWorkflow(facts: WorkflowFacts): string {
  const more = `concurrency:
  group: relctl-pull-request-\${{ github.ref }}
  cancel-in-progress: true
`;
  return `# Checks the versions, then tests and builds the packages that a change touches and those that need them.
${opening('relctl pull request', '  pull_request:\n  merge_group:\n', facts, more)}
jobs:
${indented(gate('npx --yes "$RELCTL" verify-versions --format github'), 2)}

${indented(pickJob('Pick packages', 'changed', facts), 2)}

${indented(levelJobs(facts), 2)}

${indented(allJob(['versions', 'pick', ...levelNames(facts)]), 2)}
`;
}

/** `relctl-nightly.yml`: the gates, and tests and builds of all packages. */
export function nightlyWorkflow(facts: WorkflowFacts): string {
  const on = `  schedule:
    - cron: '23 3 * * *'
  workflow_dispatch:
`;
  const commands = `npx --yes "$RELCTL" verify-versions --format github
npx --yes "$RELCTL" workflows`;
  return `# Checks versions and workflows, then tests and builds all packages: what breaks from outside shows here.
${opening('relctl nightly', on, facts)}
jobs:
${indented(gate(commands), 2)}

${indented(pickJob('Pick all packages', 'changed --all', facts), 2)}

${indented(levelJobs(facts), 2)}
`;
}

function gate(commands: string): string {
  return `versions:
  name: Check versions
  runs-on: ubuntu-latest
  timeout-minutes: 10
  permissions:
    contents: read
  steps:
${indented(checkout('whole'), 4)}
${indented(setUpNode, 4)}
    - name: Check
      run: |
${indented(commands, 8)}
`;
}
