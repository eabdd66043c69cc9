import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { signIn } from '#test/browser/signed-in.ts';
import { filesOrigin, openSite } from '#test/browser/site.ts';
import type { HouseServer } from '#test/house/http.ts';
import { here, people, type Role } from '#test/house/institution.ts';

// Pages in a real browser, on a house: `browserOfFile().open('/work', 'manager')`.
// A test fails of any error in the console, any violation of the policy, any foreign request.

interface OpenOptions extends Partial<Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'locale'>> {
  /** Another `sub, name, groups` than that of a role. */
  person?: { sub: string; name?: string; email?: string; groups: readonly string[] };
  /** Another origin that may be asked: of a page that has ours in it. */
  neighbour?: string;
  /** False for those who have none. */
  javaScriptEnabled?: boolean;
}

const names: Partial<Record<Role, string>> = {
  manager: 'Amara Obi',
  admin: 'Ada Admin',
  'another manager': 'Ben Ruiz',
};

/** What a refusal of the API makes the browser say by itself; pages show it, too. */
const isRefusal = (words: string): boolean => words.startsWith('Failed to load resource');

const watch = (page: Page, origins: readonly string[], faults: string[]): void => {
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && ![...origins, filesOrigin].includes(new URL(url).origin))
      faults.push(`a foreign request: ${url}`);
  });
  page.on('pageerror', (error) => faults.push(`an error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text())) faults.push(`in the console: ${message.text()}`);
  });
};

const optionsFor = ({ origin }: HouseServer, options: BrowserContextOptions): BrowserContextOptions => ({
  baseURL: origin,
  locale: 'en-GB',
  reducedMotion: 'reduce',
  // Intercepting requests instead would keep the browser from caching what it has loaded.
  proxy: { server: origin, bypass: `<-loopback>,${new URL(origin).hostname}` },
  ...options,
});

/** What a person leaves in a browser is not there for the next. */
const leave = async (page: Page): Promise<void> => {
  await page.evaluate('localStorage.clear()');
  await page.close();
};

/** Opens and closes what the tests of a file need. */
export const browserOfFile = ({ local = false } = {}) => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof openSite>>;
  // By what they look like: of a context the browser keeps what it has loaded and compiled.
  const contexts = new Map<string, BrowserContext>();
  const faults: string[] = [];

  const openPages = () => [...contexts.values()].flatMap((context) => context.pages());
  const contextFor = async (options: BrowserContextOptions): Promise<BrowserContext> => {
    const look = JSON.stringify(options);
    const context = contexts.get(look) ?? (await browser.newContext(optionsFor(site, options)));
    contexts.set(look, context);
    return context;
  };

  beforeAll(async () => {
    [browser, site] = await Promise.all([chromium.connect(inject('browser')), openSite(inject('console'), local)]);
  });
  afterEach(async () => {
    const folder = process.env.CASEWARD_PICTURES;
    // What the pages of a test looked like at its end, for those who look for what went wrong.
    if (folder)
      for (const [index, page] of openPages().entries())
        await page.screenshot({
          path: `${folder}/${expect.getState().currentTestName?.replace(/\W+/g, '-')}-${index}.png`,
        });
    await Promise.all(openPages().map(leave));
    site.basemap = undefined;
    site.languages = undefined;
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  return {
    /** A page at a path, as somebody of the sample institution or as nobody. */
    async open(
      path: string,
      role: Role | 'nobody',
      { person, neighbour, ...options }: OpenOptions = {},
    ): Promise<Page> {
      const context = await contextFor(options);
      const page = await context.newPage();
      if (role !== 'nobody')
        await signIn(page, await here().token(person ?? { name: names[role] ?? people[role].sub, ...people[role] }));
      page.setDefaultTimeout(process.env.CASEWARD_SCREENSHOTS ? 90_000 : 30_000);
      watch(page, [site.origin, ...(neighbour ? [neighbour] : [])], faults);
      await page.goto(path);
      // Keys are heard by the application; nobody may be shown the first view alone.
      if (role !== 'nobody') await page.locator('#first').waitFor({ state: 'detached' });
      return page;
    },
    /** The deployment of the test names a basemap: this one. */
    nameBasemap(content: Buffer): void {
      site.basemap = content;
    },
    /** The deployment of the test offers these languages and no others. */
    nameLanguages(...languages: string[]): void {
      site.languages = languages;
    },
    /** Faults that the test has seen and expects. */
    expected: () => faults.splice(0),
  };
};

// Its package for Playwright gives twice as much to a page twice, for each look at it.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a screen reader or a person with low vision would stumble over, by axe: nothing serious. */
export const expectAccessible = async (page: Page): Promise<void> => {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const violations = await page.evaluate<AxeResults['violations']>(
    `axe.run({ resultTypes: ['violations'], preload: false }).then(({ violations }) => violations)`,
  );
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    serious.map(({ id, nodes }) => [
      id,
      nodes.map(({ target, html, failureSummary }) => [target, html, failureSummary]),
    ]),
  ).toEqual([]);
};

/** Goes on to another page of the console as a link would, without loading it all again. */
export const goTo = async (page: Page, path: string): Promise<void> => {
  await page.evaluate(
    `history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
  await page.waitForURL(`**${path}`);
};

/** What is on its way has come: nothing is asked for any more, and nothing is a skeleton. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('#first').waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('main [role=status][aria-label]').first().waitFor({ state: 'detached' });
};

/** The narrowest that a page has to do with. */
export const telephone = { width: 320, height: 640 };

/** Nothing is wider than the screen, so that nobody has to scroll sideways. */
export const expectNoSideways = async (page: Page): Promise<void> => {
  const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(wider).toBe(0);
};

/** Neither is what the page shows just now, were it shown on a telephone. */
export const expectFitsTelephone = async (page: Page): Promise<void> => {
  const before = page.viewportSize();
  await page.setViewportSize(telephone);
  await expectNoSideways(page);
  if (before) await page.setViewportSize(before);
};
