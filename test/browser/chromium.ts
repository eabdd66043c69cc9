import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { builtConsole } from '#infra/console-files.ts';
import places from '../../scripts/chromium-places.json' with { type: 'json' };

declare module 'vitest' {
  interface ProvidedContext {
    /** Where workers reach the browser of the run. */
    browser: string;
    /** The folder of the built pages. */
    console: string;
  }
}

// Without them Chromium looks for its maker's hosts at each start.
const quiet =
  '--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** One browser and one build of the pages for all files of the run. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const executablePath = [process.env.CHROMIUM, ...places].find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined)
    throw new Error('There is no Chromium: install it, or say by CHROMIUM where it is.');
  const profile = mkdtempSync(join(tmpdir(), 'caseward-browser-'));
  const server = await chromium.launchServer({
    executablePath,
    // Root may not have a sandbox, and containers often run as root.
    args: [...quiet.split(' '), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--disk-cache-dir=${profile}`],
  });
  provide('browser', server.wsEndpoint());
  provide('console', builtConsole());
  return async () => {
    await server.close();
    rmSync(profile, { recursive: true, force: true });
  };
}
