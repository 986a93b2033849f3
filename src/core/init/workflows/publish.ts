import { action } from './actions.js';
import type { TaggedPackages, WorkflowFacts } from './facts.js';
import { indented, inlineJson, shellWord, yamlText } from './quoting.js';
import { build, checkout, opening, setUpNode, setUpPython } from './steps.js';

/** `relctl-publish.yml`: builds and publishes what a tag releases. */
export function publishWorkflow(facts: WorkflowFacts): string {
  const patterns = facts.tags.map(tags => `      - ${yamlText(tagPattern(tags))}\n`).join('');
  // Without a package there is no tag to wait for; a list must not be empty.
  const push = patterns === '' ? '' : `  push:\n    tags:\n${patterns}`;
  const more = `concurrency:
  group: relctl-publish-\${{ github.ref }}
  cancel-in-progress: false
`;
  return `# Publishes what a tag releases, by trusted publishing: the package index must know this file and its environment.
${opening('relctl publish', `${push}  # For a tag, as relctl-release.yml starts it.\n  workflow_dispatch:\n`, facts, more)}
jobs:
  check:
    name: Check the tag
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    outputs:
      packages: \${{ steps.find.outputs.packages }}
    steps:
      - name: Find the packages of the tag
        id: find
        run: |
          case "$GITHUB_REF" in
${facts.tags.map(caseOf).join('')}            *)
              echo '::error::the tag belongs to no package: run relctl init --workflows again'
              exit 1
              ;;
          esac
          echo "packages=$packages" >> "$GITHUB_OUTPUT"
${indented(checkout('whole'), 6)}
${indented(setUpNode, 6)}
      - name: Check that the tag gives the version that is there
        run: npx --yes "$RELCTL" verify-versions --tag "$GITHUB_REF_NAME" --format github

  build:
    name: Build \${{ matrix.id }}
    needs: check
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read
    strategy:
      matrix:
        include: \${{ fromJSON(needs.check.outputs.packages) }}
    steps:
${indented(checkout('whole'), 6)}
${indented(setUpPython(facts, `'${facts.pythons.newest}'`), 6)}
      - name: Build
        env:
          PACKAGE_PATH: \${{ matrix.path }}
        run: |
${indented(build(facts), 10)}
      - name: Keep the distributions
        uses: ${action('actions/upload-artifact')}
        with:
          name: \${{ matrix.artifact }}
          path: dist/
          if-no-files-found: error

  publish:
    name: Publish \${{ matrix.id }}
    needs: [check, build]
    runs-on: ubuntu-latest
    timeout-minutes: 15
    environment: pypi
    permissions:
      id-token: write
    strategy:
      # What others need is there before they are.
      max-parallel: 1
      matrix:
        include: \${{ fromJSON(needs.check.outputs.packages) }}
    steps:
      - name: Fetch the distributions
        uses: ${action('actions/download-artifact')}
        with:
          name: \${{ matrix.artifact }}
          path: dist/
      - name: Publish
        uses: ${action('pypa/gh-action-pypi-publish')}
        with:
          packages-dir: dist/
          skip-existing: true
`;
}

/** In GitHub's language `[0-9]*` is one digit and then anything but a slash, as in the shell. */
export function tagPattern({ before, after }: TaggedPackages): string {
  const literal = (text: string) => text.replace(/[\\+\]!]/g, '\\$&');
  return `${literal(before)}[0-9]*${literal(after)}`;
}

function caseOf({ before, after, packages }: TaggedPackages): string {
  const rows = packages.map(({ id, path }, index) => ({
    id,
    path,
    artifact: `dist-${index}-${fileName(id)}`,
  }));
  const literal = (text: string) => (text === '' ? '' : shellWord(text));
  return `            ${literal(`refs/tags/${before}`)}[0-9]*${literal(after)})
              packages=${shellWord(inlineJson(rows))}
              ;;
`;
}

/** Artifacts are named like files. */
function fileName(id: string): string {
  return id.replace(/[^A-Za-z0-9._-]/g, '-');
}
