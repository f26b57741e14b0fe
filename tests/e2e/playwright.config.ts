import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumFlags, chromiumPath } from './support/chromium.ts';

const output = join(import.meta.dirname, '../.output');

/** Real browsers, real media. One test at a time: on a small machine two shows at once would measure the machine instead. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(output, 'browser'),
  workers: 1,
  fullyParallel: false,
  // As in vitest.config.ts: a second try in CI only, and named as flaky at the end.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  // A test says what happens, not how fast a busy machine shows it.
  expect: { timeout: 15_000 },
  reporter: 'list',
  forbidOnly: Boolean(process.env.CI),
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: chromiumPath(), args: [...chromiumFlags] },
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    // Pictures of a page that plays video cost as much as the video.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: true },
  },
});
