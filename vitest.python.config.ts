import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The end-to-end suite in which Python's own tools judge the releases of relctl: `npm run test:e2e:python`. */
export default defineConfig({
  test: {
    include: ['test/python/**/*.test.ts'],
    globalSetup: ['test/python/support/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // Most of the time is spent in programs that the tests start, one after the other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: { TZ: 'UTC' },
  },
});
