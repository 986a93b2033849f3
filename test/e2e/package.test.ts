import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hermeticEnvironment } from '../support/git-environment.js';
import { CHAIN } from '../support/packages.js';
import { PROJECT_ROOT } from '../support/relctl.js';
import { Repository, temporaryFolder } from '../support/repository.js';

/** npm with the user's registry and cache, and without running scripts. */
function npm(cwd: string, ...args: string[]): string {
  const { HOME = '', ...environment } = process.env;
  const env = { ...hermeticEnvironment(), ...environment, HOME, npm_config_ignore_scripts: 'true' };
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

it('the package holds only what runs, and works where it is installed', { timeout: 300_000 }, () => {
  const folder = temporaryFolder();
  const [packed] = JSON.parse(npm(PROJECT_ROOT, 'pack', '--json', '--pack-destination', folder));
  const files: string[] = packed.files.map(({ path }: { path: string }) => path);
  const allowed =
    /^(?:bin\/(?:run\.js|load\.js|package\.json)|dist\/[a-z0-9-]+\.cjs|dist\/compiled\/[^/]+\/[a-z0-9-]+\.cjs\.bin|dist\/third-party-licences\.txt|schemas\/[a-z-]+\.json|oclif\.manifest\.json|package\.json|README\.md|LICENSE)$/;
  expect(files.filter(file => !allowed.test(file))).toEqual([]);
  for (const file of [
    'bin/run.js',
    'oclif.manifest.json',
    'dist/relctl.cjs',
    'dist/third-party-licences.txt',
    'schemas/config.json',
    'LICENSE',
  ]) {
    expect(files).toContain(file);
  }

  npm(folder, 'init', '--yes');
  npm(
    folder,
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--omit=dev',
    join(folder, packed.filename),
  );
  const relctl = (cwd: string, ...args: string[]) =>
    execFileSync(join(folder, 'node_modules/.bin/relctl'), args, {
      cwd,
      env: hermeticEnvironment(),
      encoding: 'utf8',
    });
  expect(relctl(folder, '--version')).toMatch(/^relctl\/\d+\.\d+\.\d+ /);
  const help = relctl(folder, '--help');
  for (const command of ['list', 'graph', 'changed', 'bump', 'tag', 'verify-versions'])
    expect(help).toContain(`  ${command} `);
  const repository = Repository.create(CHAIN);
  repository.write({ 'packages/tool/new.py': 'x\n' });
  expect(relctl(repository.root, 'changed')).toBe('tool\n');
});
