import type { WorkflowFacts } from './facts.js';
import { indented, shellWord } from './quoting.js';
import { build, checkout, opening, setUpPython } from './steps.js';

/** `relctl-package.yml`: what is done with each package; the other workflows call it. */
export function packageWorkflow(facts: WorkflowFacts): string {
  const on = `  workflow_call:
    inputs:
      path:
        description: The folder of the package
        required: true
        type: string
`;
  const { oldest, newest } = facts.pythons;
  const pythons = [...new Set([oldest, newest])].map(python => `'${python}'`).join(', ');
  return `# Tests and builds one package. relctl-pull-request.yml and relctl-nightly.yml call it for each one that they pick:
# the place for whatever your packages need. relctl init leaves a file alone that was changed.
${opening('relctl package', on, facts).replace(/\nenv:\n.*\n/, '')}
jobs:
  package:
    name: Python \${{ matrix.python }}
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read
    strategy:
      fail-fast: false
      matrix:
        python: [${pythons}]
    env:
      PACKAGE_PATH: \${{ inputs.path }}
    steps:
${indented(checkout('whole'), 6)}
${indented(setUpPython(facts, `\${{ matrix.python }}`), 6)}
      - name: Test
        run: |
${indented(test(facts), 10)}
      - name: Build
        run: |
${indented(build(facts), 10)}
`;
}

/** pytest's 5 says that there are no tests, which is no failure of theirs. */
function test(facts: WorkflowFacts): string {
  return `${testCommands(facts)} || status=$?
[ "\${status:-0}" -eq 0 ] || [ "$status" -eq 5 ]`;
}

function testCommands({ tool, needed }: WorkflowFacts): string {
  switch (tool) {
    case 'uv':
      return 'uv run --project "$PACKAGE_PATH" --with pytest python -m pytest "$PACKAGE_PATH"';
    case 'poetry':
      return `poetry --directory "$PACKAGE_PATH" install --all-extras
poetry --directory "$PACKAGE_PATH" run python -m pip install pytest
poetry --directory "$PACKAGE_PATH" run python -m pytest .`;
    default: {
      // An index need not have what the packages need of each other.
      const siblings = needed
        .map(path => `--editable ${shellWord(path === '.' ? '.' : `./${path}`)} `)
        .join('');
      return `python -m pip install pytest ${siblings}--editable "./$PACKAGE_PATH"
python -m pytest "$PACKAGE_PATH"`;
    }
  }
}
