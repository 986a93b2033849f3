import type { WorkflowFacts } from './facts.js';
import { indented } from './quoting.js';
import { checkout, setUpNode } from './steps.js';

/** A job that picks packages; its outputs are what `levels` below needs. */
export function pickJob(name: string, command: string, { levels }: WorkflowFacts): string {
  return `pick:
  name: ${name}
  runs-on: ubuntu-latest
  timeout-minutes: 10
  permissions:
    contents: read
  outputs:
    levels: \${{ steps.changed.outputs.levels }}
  steps:
${indented(checkout('whole'), 4)}
${indented(setUpNode, 4)}
    - name: Pick
      id: changed
      run: npx --yes "$RELCTL" ${command} --format github
    - name: Leave no level out
      if: fromJSON(steps.changed.outputs.levels)[${levels}] != null
      run: |
        echo '::error::there are more levels than this workflow has jobs for: run relctl init --workflows again'
        exit 1
`;
}

/** One job for each level of the build order; each waits for those before it. */
export function levelJobs({ levels }: WorkflowFacts): string {
  return Array.from({ length: levels }, (_, level) => levelJob(level)).join('\n');
}

function levelJob(level: number): string {
  const before = Array.from({ length: level }, (_, index) => levelName(index));
  const matrix = `fromJSON(needs.pick.outputs.levels)[${level}]`;
  return `${levelName(level)}:
  name: \${{ matrix.id }}
  needs: [${['pick', ...before].join(', ')}]
  if: "!failure() && !cancelled() && ${matrix} != null"
  permissions:
    contents: read
  strategy:
    fail-fast: false
    matrix: \${{ ${matrix} }}
  uses: ./.github/workflows/relctl-package.yml
  with:
    path: \${{ matrix.path }}
`;
}

/** A job whose success says that of all others: the one to require of a pull request. */
export function allJob(needs: readonly string[]): string {
  return `all:
  name: All checks
  if: always()
  needs: [${needs.join(', ')}]
  runs-on: ubuntu-latest
  timeout-minutes: 5
  permissions: {}
  steps:
    - name: Tell whether all went well
      env:
        RESULTS: \${{ join(needs.*.result, ' ') }}
      run: |
        echo "$RESULTS"
        case "$RESULTS" in *failure* | *cancelled*) exit 1 ;; esac
`;
}

export function levelNames({ levels }: WorkflowFacts): string[] {
  return Array.from({ length: levels }, (_, level) => levelName(level));
}

function levelName(level: number): string {
  return `level-${level}`;
}
