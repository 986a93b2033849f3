import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type FixtureName, loadFixture } from '../e2e/systems/fixture.js';
import { PROJECT_ROOT, relctl } from '../support/relctl.js';
import { Repository } from '../support/repository.js';

/** What actionlint says about the workflows of a folder; without the tools that it runs where it finds them. */
function actionlint(folder: string): string {
  const { stdout, error } = spawnSync('actionlint', ['-no-color', '-oneline', '-shellcheck=', '-pyflakes='], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return stdout;
}

/** `.ci/run` brings it along. */
const isMissing = spawnSync('actionlint', ['-version']).status !== 0;

describe.skipIf(isMissing)('actionlint', () => {
  it('finds what is wrong', () => {
    const { root } = Repository.create({ '.github/workflows/a.yml': 'on: push\njobs: {}\n' });
    expect(actionlint(root)).toContain('a.yml');
  });

  test.each<FixtureName>([
    'asset-manager',
    'single-package',
    'server',
    'platform',
    'domains',
  ])('finds nothing in the workflows of %s, nor in those that init writes for it', name => {
    const { repository } = loadFixture(name);
    expect(relctl(['init', '--workflows'], { cwd: repository.root }).code).toBe(0);
    expect(actionlint(repository.root)).toBe('');
  });

  it.each([
    ['uv', { 'uv.lock': '' }],
    ['pip', {}],
  ])('finds nothing in what init writes for %s', (_, files) => {
    const repository = Repository.create({
      ...files,
      'a/pyproject.toml': '[project]\nname = "a"\nversion = "1"\n',
      "b'${{ x }}/pyproject.toml": '[project]\nname = "b"\nversion = "1"\ndependencies = ["a"]\n',
    });
    relctl(['init', '--workflows'], { cwd: repository.root });
    expect(actionlint(repository.root)).toBe('');
  });

  it.skipIf(!existsSync(join(PROJECT_ROOT, '.github/workflows')))('finds nothing in our own', () => {
    expect(actionlint(PROJECT_ROOT)).toBe('');
  });
});
