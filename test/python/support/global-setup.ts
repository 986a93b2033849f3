import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { prepareEnvironment } from './environment.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the tools and a home folder for them, or why there are none. */
    python: { root: string; home: string } | { unavailable: string };
  }
}

/** Makes the tools ready once for all test files, and tells every test aloud where that cannot be done. */
export async function setup(project: TestProject): Promise<(() => void) | undefined> {
  const environment = await prepareEnvironment();
  if ('unavailable' in environment) {
    process.stderr.write(
      `\n*** Python's tools judge nothing in this run: ${environment.unavailable}. All tests are skipped. ***\n\n`,
    );
    project.provide('python', environment);
    return undefined;
  }
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'relctl-python-home-')));
  // pdm has no variable for this: it builds in the environment it runs for, which has the back-ends.
  writeFileSync(join(home, 'pdm.toml'), 'build_isolation = false\n');
  project.provide('python', { root: environment.root, home });
  return () => rmSync(home, { recursive: true, force: true });
}
