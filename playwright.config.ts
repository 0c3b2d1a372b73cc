// Tests of the site in a real browser: `npx playwright test`. Everything they need is started on free ports by
// e2e/site/testing/global-setup.ts.

import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';

/**
 * Chromium heeds the last list that it is given: what Playwright turns off (chromiumSwitches.ts of 1.65), then the browser's
 * own buttons, that are pages too since Chromium 150 or so: a process for each window, which nobody sees.
 */
const TURNED_OFF = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'TcpPortRandomizationWin'],
  ...['OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
  ...['InitialWebUI', 'WebUIReloadButton', 'WebUIToolbar', 'WebUILocationBar', 'WebUIBackForwardButton'],
  ...['WebUIHomeButton', 'WebUISplitTabsButton', 'WebUIOmniboxPopup', 'WebUIOmniboxFullPopup'],
  ...['WebUIOmniboxAimPopup', 'PreloadTopChromeWebUI'],
];

export default defineConfig({
  testDir: 'e2e/site',
  globalSetup: './e2e/site/testing/global-setup.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  // One more than the cores of the smallest machine: a test waits for the site and for its runs as much as it works.
  workers: 3,
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
        `--disable-features=${TURNED_OFF.join(',')}`,
      ],
    },
  },
});
