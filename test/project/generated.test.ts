import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../support/relctl.js';

it('schemas and generated pages are up to date with the sources', () => {
  const check = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/generate/main.ts', '--check'], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  });
  expect(check.stderr).toBe('');
  expect(check.status).toBe(0);
});
