import { action } from './actions.js';
import type { WorkflowFacts } from './facts.js';
import { indented } from './quoting.js';
import { opening, setUpNode } from './steps.js';

const INPUTS = `level:
  description: What to raise
  required: true
  default: patch
  type: choice
  options: [patch, minor, major, stable, a, b, rc, post, dev]
pre:
  description: Make it a pre-release of that level
  required: true
  default: none
  type: choice
  options: [none, a, b, rc, dev]
packages:
  description: Ids, names or paths of packages, separated by commas; nothing where there is only one
  required: false
  default: ''
  type: string
`;

const GROUPS = `groups:
  description: Names of groups, separated by commas
  required: false
  default: ''
  type: string
`;

/** `relctl-release.yml`: the button that releases packages. */
export function releaseWorkflow(facts: WorkflowFacts): string {
  const on = `  workflow_dispatch:
    inputs:
${indented(facts.hasGroups ? INPUTS + GROUPS : INPUTS, 6)}
`;
  const more = `# One release at a time, and none is given up half way.
concurrency:
  group: relctl-release
  cancel-in-progress: false
`;
  return `# Raises versions, commits, tags and pushes. What GITHUB_TOKEN pushes starts no workflow, so publishing is started for
# each tag; with a deploy key in the secret RELCTL_DEPLOY_KEY, which a protected branch may need, the tags start it.
${opening('relctl release', on, facts, more)}
jobs:
  release:
    name: Release
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: write
      actions: write
    env:
      HAS_DEPLOY_KEY: \${{ secrets.RELCTL_DEPLOY_KEY != '' }}
    steps:
      - name: Check out the branch as it is now
        uses: ${action('actions/checkout')}
        with:
          ref: \${{ github.ref }}
          fetch-depth: 0
          ssh-key: \${{ secrets.RELCTL_DEPLOY_KEY }}
${indented(setUpNode, 6)}
      - name: Release
        id: release
        env:
          LEVEL: \${{ inputs.level }}
          PRE: \${{ inputs.pre }}
          PACKAGES: \${{ inputs.packages }}
${facts.hasGroups ? `          GROUPS_ASKED: \${{ inputs.groups }}\n` : ''}        run: |
          git config user.name 'github-actions[bot]'
          git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
          options=()
          [ "$PRE" = none ] || options+=(--pre "$PRE")
          [ -z "$PACKAGES" ] || options+=(--package "$PACKAGES")
${facts.hasGroups ? '          [ -z "$GROUPS_ASKED" ] || options+=(--group "$GROUPS_ASKED")\n' : ''}          npx --yes "$RELCTL" bump "$LEVEL" "\${options[@]}" --push --yes --format github
      - name: Publish
        if: env.HAS_DEPLOY_KEY == 'false'
        env:
          GH_TOKEN: \${{ github.token }}
          TAGS: \${{ steps.release.outputs.tags }}
        run: |
          jq --raw-output '.[]' <<< "$TAGS" | while read -r tag; do
            gh workflow run relctl-publish.yml --ref "$tag"
          done
`;
}
