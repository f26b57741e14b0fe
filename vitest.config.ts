import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const ONE_MINUTE_MS = 60_000;

/** In CI a test of real media may try twice; `npm test` then names it as flaky at its end (docs/testing.md). */
const retry = process.env.CI ? 1 : 0;

/**
 * Two projects: `unit` needs nothing but Node; `integration` runs real mediasoup workers and real ffmpeg processes,
 * found through MEDIASOUP_WORKER_BIN, which `npm test` sets.
 */
export default defineConfig({
  test: {
    teardownTimeout: 15_000,
    projects: [
      {
        // The mini program's own tests run on the SDK's sources, not on what was built last.
        resolve: {
          alias: { '@lianmai/miniprogram': join(import.meta.dirname, 'miniprogram-bridge/src/index.ts') },
        },
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'shared/src/**/*.test.ts',
            'server/src/**/*.test.ts',
            'client-web/src/**/*.test.{ts,tsx}',
            'miniprogram-bridge/{src,miniprogram}/**/*.test.ts',
            'scripts/**/*.test.mjs',
          ],
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/integration/**/*.test.ts'],
          setupFiles: ['tests/support/noChildrenLeft.ts'],
          pool: 'forks',
          // Real media needs real time: more than two suites at once on a small machine measure the machine instead.
          maxWorkers: 2,
          retry,
          testTimeout: ONE_MINUTE_MS,
          hookTimeout: ONE_MINUTE_MS,
        },
      },
      {
        test: {
          name: 'miniprogram',
          environment: 'node',
          include: ['tests/miniprogram/**/*.test.ts'],
          setupFiles: ['tests/support/noChildrenLeft.ts'],
          pool: 'forks',
          maxWorkers: 2,
          retry,
          testTimeout: ONE_MINUTE_MS,
          hookTimeout: ONE_MINUTE_MS,
        },
      },
    ],
  },
});
