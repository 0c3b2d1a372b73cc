// Tests of the site in a real browser: `npx playwright test`. Everything they need is started on free ports by
// e2e/site/testing/global-setup.ts.

import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';

export default defineConfig({
  testDir: 'e2e/site',
  globalSetup: './e2e/site/testing/global-setup.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // Generous: the machine of a test may be slow or shared. No test waits for a clock.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    // Given by the global set-up to the workers, which it starts afterwards.
    ...(process.env.OTP_SITE ? { baseURL: process.env.OTP_SITE } : {}),
    viewport: { width: 1280, height: 900 },
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    colorScheme: 'light',
    // What a failed test leaves shows the page at every step, which can be opened and looked into: no film besides.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      ...(findBrowser() === null ? {} : { executablePath: findBrowser() ?? '' }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
