import { action } from './actions.js';
import type { WorkflowFacts } from './facts.js';

/** The opening of every workflow: nothing may be done that a job does not ask for. */
export function opening(name: string, on: string, { version }: WorkflowFacts, more = ''): string {
  return `name: ${name}

on:
${on.trimEnd()}

permissions: {}
${more === '' ? '' : `\n${more.trimEnd()}\n`}
defaults:
  run:
    shell: bash

env:
  RELCTL: relctl@${version}
`;
}

/** The whole history, for what looks at more than one commit; no credentials stay behind. */
export function checkout(depth: 'whole' | 'tip'): string {
  return `- name: Check out
  uses: ${action('actions/checkout')}
  with:
${depth === 'whole' ? '    fetch-depth: 0\n' : ''}    persist-credentials: false
`;
}

/** relctl runs by npx, from the version that RELCTL names. */
export const setUpNode = `- name: Set up Node.js
  uses: ${action('actions/setup-node')}
  with:
    node-version: '24'
    package-manager-cache: false
`;

/** Python, and what installs and builds packages. @param python a version, or an expression */
export function setUpPython({ tool }: WorkflowFacts, python: string): string {
  if (tool === 'uv') {
    return `- name: Set up uv
  uses: ${action('astral-sh/setup-uv')}
  with:
    python-version: ${python}
    enable-cache: false
`;
  }
  const packages = tool === 'poetry' ? 'poetry twine' : 'build twine';
  return `- name: Set up Python
  uses: ${action('actions/setup-python')}
  with:
    python-version: ${python}
- name: Install build tools
  run: python -m pip install ${packages}
`;
}

/** Builds PACKAGE_PATH to dist/ and checks what comes out. */
export function build({ tool }: WorkflowFacts): string {
  const commands = {
    uv: 'uv build --out-dir dist "$PACKAGE_PATH"\nuvx twine check --strict dist/*',
    poetry:
      'poetry --directory "$PACKAGE_PATH" build --output "$GITHUB_WORKSPACE/dist"\npython -m twine check --strict dist/*',
    pip: 'python -m build --outdir dist "$PACKAGE_PATH"\npython -m twine check --strict dist/*',
  };
  return commands[tool];
}
