import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Releases that are killed and run again: `npm run test:crash`, and with `-- --mode short` the part that CI runs. */
export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/crash/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // The tests of a file run side by side, each waiting for programs that it starts.
    fileParallelism: false,
    maxConcurrency: availableParallelism(),
    env: { TZ: 'UTC', CRASH_FORM: mode === 'short' ? 'short' : 'long' },
  },
}));
