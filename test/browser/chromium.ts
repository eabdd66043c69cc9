import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { builtConsole } from '#infra/console-files.ts';
import { installedChromium } from '#test/browser/installed.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where workers reach the browser of the run. */
    browser: string;
    /** The folder of the built pages. */
    console: string;
  }
}

// What pages of tests can meet of Playwright's own list, which this one replaces; and what a window
// loads for an address bar that nobody sees, a sixth of what the browser takes.
const withoutFeatures = [
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
];
const quiet = [
  // Without them Chromium looks for its maker's hosts at each start.
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--in-process-gpu',
  // A page of tests lives for seconds: to make its scripts fast costs more than they then save.
  '--js-flags=--no-opt --no-maglev',
  `--disable-features=${withoutFeatures.join(',')}`,
];

/** One browser and one build of the pages for all files of the run. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { executablePath, args } = installedChromium();
  const server = await chromium.launchServer({ executablePath, args: [...quiet, ...args] });
  provide('browser', server.wsEndpoint());
  provide('console', builtConsole());
  return () => server.close();
}
