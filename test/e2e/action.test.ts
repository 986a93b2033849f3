import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hermeticEnvironment } from '../support/git-environment.js';
import { CHAIN } from '../support/packages.js';
import { PROJECT_ROOT } from '../support/relctl.js';
import { Repository, temporaryFolder } from '../support/repository.js';
import { readCommands, runAction } from '../support/runner.js';

const repository = () => {
  const created = Repository.create(CHAIN);
  created.write({ 'packages/api/new.py': '' });
  return created.root;
};

const run = (inputs: Record<string, string> = {}, root = repository()) =>
  runAction(PROJECT_ROOT, root, inputs);
const packages = (inputs: Record<string, string>) => JSON.parse(run(inputs).outputs.get('packages') ?? '');

describe('action.yml', () => {
  const action = parse(readFileSync(join(PROJECT_ROOT, 'action.yml'), 'utf8'));

  it('interpolates nothing into its script', () => {
    for (const { run: script } of action.runs.steps) expect(script).not.toContain('${' + '{');
  });

  it('hands every input to the script and gives every output of it', () => {
    const { steps } = action.runs;
    for (const name of Object.keys(action.inputs))
      expect(Object.values(steps[0].env)).toContain(`$\{{ inputs.${name} }}`.replace('\\', ''));
    for (const [name, { value }] of Object.entries<{ value: string }>(action.outputs))
      expect(value).toBe(`$\{{ steps.relctl.outputs.${name} }}`.replace('\\', ''));
  });
});

describe('the action', () => {
  it('names what changed', () => {
    const { code, outputs, summary, log } = run();
    expect({ code, log }).toEqual({ code: 0, log: 'api\napp\n' });
    expect(outputs.get('has_changes')).toBe('true');
    expect(JSON.parse(outputs.get('matrix') ?? '').include).toHaveLength(2);
    expect(outputs.get('tags')).toBe('');
    expect(summary).toContain('2 packages are affected');
  });

  it('takes the inputs of a workflow that is started by hand', () => {
    expect(packages({ packages: 'core, tool' })).toEqual(['core', 'tool']);
    expect(packages({ packages: 'core\ntool\n', skip: 'tool' })).toEqual(['core']);
    expect(packages({ 'force-all': 'true', packages: 'core', base: 'HEAD', skip: 'tool' })).toEqual([
      'api',
      'app',
      'core',
    ]);
    expect(packages({ base: 'HEAD', skip: 'app' })).toEqual(['api']);
    expect(packages({ args: '--dependents none' })).toEqual(['api']);
  });

  it('works in another folder', () => {
    const parent = temporaryFolder();
    cpSync(repository(), join(parent, 'sub folder'), { recursive: true });
    const { outputs } = run({ 'working-directory': 'sub folder' }, parent);
    expect(JSON.parse(outputs.get('packages') ?? '')).toEqual(['api', 'app']);
  });

  it('fails the step where the gate or the command line does', () => {
    const root = repository();
    expect(run({ command: 'verify-versions' }, root)).toMatchObject({ code: 0, log: '' });
    const refused = run({ packages: 'nope' }, root);
    expect(refused.code).toBe(2);
    expect(readCommands(refused.log)).toMatchObject([
      { name: 'error', properties: { title: 'UNKNOWN_PACKAGE' } },
    ]);
    expect(refused.outputs.get('has_changes')).toBe('');
  });

  it('releases', () => {
    const root = Repository.create(CHAIN).root;
    const { code, outputs } = run({ command: 'bump', packages: 'tool', args: 'patch' }, root);
    expect(code).toBe(0);
    expect(outputs.get('tags')).toBe('["tool-v1.0.1"]');
  });

  it.each([
    ['packages', '$(touch pwned)'],
    ['packages', '"; touch pwned; "'],
    ['packages', '--all'],
    ['skip', '`touch pwned`'],
    ['base', '--output=pwned'],
    ['base', "'\ntouch pwned\n'"],
    ['command', 'changed; touch pwned'],
    ['command', '--version'],
    ['force-all', 'true; touch pwned'],
    ['working-directory', '$(touch pwned)'],
  ])('takes a hostile %s for what it is: %s', (name, value) => {
    const root = repository();
    const { code, log } = run({ [name]: value }, root);
    expect(code).toBe(2);
    expect(readCommands(log).map(command => command.name)).toEqual(['error']);
    expect(execFileSync('git', ['status', '--short'], { cwd: root, encoding: 'utf8' })).toBe(
      '?? packages/api/new.py\n',
    );
  });
});

/** What is needed to make a release, in a repository of its own, so that none is left in that of whoever runs the tests. */
function releaseClone(): string {
  const repository = Repository.create({ '.gitignore': 'dist\noclif.manifest.json\n' });
  for (const name of [
    ...['bin', 'dist', 'schemas', 'scripts', 'oclif.manifest.json', 'package.json', 'README.md', 'LICENSE'],
    ...['action.yml', '.pre-commit-hooks.yaml'],
  ])
    cpSync(join(PROJECT_ROOT, name), join(repository.root, name), { recursive: true });
  repository.commit({});
  const commit = execFileSync(process.execPath, ['scripts/release-commit.mjs'], {
    cwd: repository.root,
    env: { ...process.env, ...hermeticEnvironment({ HOME: process.env.HOME }) },
    encoding: 'utf8',
  });
  repository.git('tag', 'v0', commit.trim());
  expect(repository.git('status', '--short')).toBe('');
  return repository.clone('--depth=1', '--branch=v0', '--config', 'advice.detachedHead=false').root;
}

it('the commit of a release runs from a plain clone, installs nothing, and holds the hook of pre-commit', () => {
  const folder = releaseClone();
  const { code, outputs } = runAction(folder, repository(), {});
  expect(code).toBe(0);
  expect(JSON.parse(outputs.get('packages') ?? '')).toEqual(['api', 'app']);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  expect(Object.keys(manifest).filter(key => /dependencies|scripts/i.test(key))).toEqual([]);
  const [hook, ...others] = parse(readFileSync(join(folder, '.pre-commit-hooks.yaml'), 'utf8'));
  expect(others).toEqual([]);
  expect(hook).toMatchObject({ id: 'verify-versions', language: 'node', pass_filenames: false });
  expect(hook.entry.split(' ')[0]).toBe(Object.keys(manifest.bin)[0]);
});

it('a revision without the compiled program says so', () => {
  const folder = temporaryFolder();
  for (const file of ['action.yml', 'scripts/action.mjs'])
    cpSync(join(PROJECT_ROOT, file), join(folder, file), { recursive: true });
  const { code, log } = runAction(folder, repository(), {});
  expect(code).toBe(2);
  expect(readCommands(log)[0]?.data).toContain('use a release');
});
