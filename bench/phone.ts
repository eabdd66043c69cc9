import { type Browser, type BrowserContext, chromium, type Locator } from 'playwright-core';
import type { BenchStack } from '#bench/bench-stack.ts';
import type { Figure, Section } from '#bench/report.ts';
import { median } from '#bench/statistics.ts';
import { installedChromium } from '#test/browser/installed.ts';
import { signIn } from '#test/browser/signed-in.ts';

// How long somebody with a telephone waits for the first page of the console: nothing in the cache,
// a slow line, a slow processor.

// The mobile profile of Lighthouse, "slow 4G" in Chromium's own tools: every answer begins 150 ms
// after it was asked for, and 1.6 Mbit arrive in a second; a processor of a quarter of this one's.
const line = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, offline: false };
const slowerProcessor = 4;
const screen = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
const aimSeconds = 2;

interface View {
  name: string;
  path: string;
  as?: 'adviser' | 'student';
  /** What somebody came for: once it is there, and the page answers, the view is usable. */
  usable: string;
  /** The application takes the place of the first view afterwards, and is needed for more. */
  hasApplication?: boolean;
}

const casesShown = 12;

interface Raised {
  /** The id of a case that an adviser has, and a student is the requester of. */
  id: string;
  /** Of the link by which a mail leads to it without a login. */
  token: string;
}

/** What the lists show, and what mails lead to. */
const raiseCases = async ({ as, local }: BenchStack): Promise<Raised> => {
  const adviser = await as('adviser');
  let last = { id: '', reference: '' };
  for (let index = 0; index < casesShown; index += 1) {
    const body = { type: 'academic-concern', subject: `Has missed classes of week ${index}`, contactId: 'S101' };
    last = await adviser.post<typeof last>('/v1/cases', body);
    await adviser.post(`/v1/cases/${last.id}/claim`);
  }
  const { email } = await adviser.get<{ email: string }>('/v1/contacts/S101');
  await adviser.post('/v1/public/links/renew', { reference: last.reference, email });
  await local.idle();
  const mails = await local.mails({ to: email, about: last.reference });
  const [token = ''] = mails.flatMap(({ text }) => /\/links\/([\w-]+)/.exec(text)?.[1] ?? []);
  return { id: last.id, token };
};

const viewsOf = ({ id, token }: Raised): View[] => [
  { name: 'before signing in', path: '/', usable: 'main button' },
  {
    ...{ name: 'work: the list of an adviser', path: '/work', as: 'adviser', hasApplication: true },
    usable: 'main a[href^="/cases/"]',
  },
  {
    ...{ name: 'a case that a mail led an adviser to', path: `/cases/${id}`, as: 'adviser', hasApplication: true },
    usable: 'main dl',
  },
  {
    ...{ name: 'portal: the cases of a student', path: '/portal', as: 'student', hasApplication: true },
    usable: 'main a[href^="/portal/cases/"]',
  },
  {
    ...{ name: 'portal: one case of a student', path: `/portal/cases/${id}`, as: 'student', hasApplication: true },
    usable: 'main dl',
  },
  {
    ...{ name: 'portal: by the link of a mail', path: `/portal/links/${token}`, hasApplication: true },
    usable: 'main dl',
  },
  { name: 'public form', path: '/forms/hazard-report', usable: 'main button' },
];

// Written in the page: when a picture with it was drawn, and the page was free to take a press.
const noteWhenUsable = `
  const look = () => document.querySelector(usable) === null
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => setTimeout(() => { window.usableAt = performance.now(); }));
  look();
`;

// Written in the page: when the application had taken the place of the first view.
const noteWhenWhole = `
  const lookForWhole = () => window.usableAt === undefined || document.getElementById('first') !== null
    ? setTimeout(lookForWhole, 20)
    : requestAnimationFrame(() => setTimeout(() => { window.wholeAt = performance.now(); }));
  lookForWhole();
`;

// Playwright's own waiting evaluates text in the page, which the policy of the pages refuses.
const when = (noted: 'usableAt' | 'wholeAt'): string => `new Promise((done) => {
  const look = () => window.${noted} === undefined ? setTimeout(look, 20) : done(window.${noted});
  look();
})`;

interface Visit {
  seconds: number;
  /** Until all of it was there: the application, or what there was to see. */
  whole: number;
  painted: number;
  /** Of the page's own thread, as fast as this machine is. */
  processorMs: number;
  requests: number;
  kilobytes: number;
}

/** A page with the line and the processor of a telephone, or as fast as they can be. */
const openPage = async (context: BrowserContext, { isPhone }: { isPhone: boolean }) => {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  if (isPhone) {
    await cdp.send('Network.emulateNetworkConditions', line);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowerProcessor });
  }
  return { page, cdp };
};

/** Seconds from a press to the issuer's page, and from choosing a person to the list of work. */
const signInOnce = async (browser: Browser, { url }: BenchStack): Promise<{ there: number; back: number }> => {
  const context = await browser.newContext({ ...screen, baseURL: url, locale: 'en-GB' });
  try {
    const { page } = await openPage(context, { isPhone: true });
    await page.goto('/');
    const until = async (pressed: Locator, shown: Locator) => {
      const since = performance.now();
      await pressed.click();
      await shown.waitFor();
      return (performance.now() - since) / 1000;
    };
    const begin = page.getByRole('button', { name: 'Sign in' });
    const person = page.getByRole('button', { name: 'Amara Obi' });
    await begin.waitFor();
    // Somebody who reads the page first finds what signing in takes already there.
    await page.waitForLoadState('networkidle');
    const there = await until(begin, person);
    return { there, back: await until(person, page.locator('main a[href^="/cases/"]').first()) };
  } finally {
    await context.close();
  }
};

const signingIn = async (browser: Browser, stack: BenchStack, times: number) => {
  const taken: { there: number; back: number }[] = [];
  for (let time = 0; time < times; time += 1) taken.push(await signInOnce(browser, stack));
  const figure = (seconds: number[]): Figure => ({ value: median(seconds), unit: 's' });
  const figures: Record<string, Figure> = {
    'to the issuer': figure(taken.map(({ there }) => there)),
    'back to the list': figure(taken.map(({ back }) => back)),
    both: figure(taken.map(({ there, back }) => there + back)),
  };
  return { name: 'signing in', figures };
};

/** @param isPhone whether line and processor are a telephone's, or as fast as they can be */
const visit = async (
  browser: Browser,
  {
    stack,
    view: { path, as, usable, hasApplication = false },
    isPhone,
  }: { stack: BenchStack; view: View; isPhone: boolean },
): Promise<Visit> => {
  const context = await browser.newContext({ ...screen, baseURL: stack.url, locale: 'en-GB' });
  try {
    if (as) await signIn(context, stack.tokens[as]);
    await context.addInitScript(
      `{ const usable = ${JSON.stringify(usable)}; ${noteWhenUsable} ${hasApplication ? noteWhenWhole : ''} }`,
    );
    const { page, cdp } = await openPage(context, { isPhone });
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(path, { waitUntil: 'commit' });
    const usableAt = await page.evaluate<number>(when('usableAt'));
    const { metrics } = await cdp.send('Performance.getMetrics');
    const taken = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    const before = await page.evaluate<{ startTime: number; transferSize: number }[]>(
      "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(({ startTime, transferSize }) => ({ startTime, transferSize }))",
    );
    const painted = await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0]?.startTime");
    const whole = hasApplication ? await page.evaluate<number>(when('wholeAt')) : usableAt;
    const asked = before.filter(({ startTime }) => startTime < usableAt);
    const bytes = asked.reduce((sum, { transferSize }) => sum + transferSize, 0);
    return {
      seconds: usableAt / 1000,
      whole: whole / 1000,
      painted: painted / 1000,
      processorMs: taken * 1000,
      requests: asked.length,
      kilobytes: bytes / 1024,
    };
  } finally {
    await context.close();
  }
};

/** The median of `times` visits to each first view, with the files that it took. */
export const measurePhone = async (stack: BenchStack, times: number): Promise<Section> => {
  const views = viewsOf(await raiseCases(stack));
  const browser = await chromium.launch(installedChromium());
  try {
    const rows = [];
    for (const view of views) {
      const visits: Visit[] = [];
      const unhindered: Visit[] = [];
      for (let time = 0; time < times; time += 1) {
        // Comes first, and wakes the functions, too, whose cold starts are measured elsewhere.
        unhindered.push(await visit(browser, { stack, view, isPhone: false }));
        visits.push(await visit(browser, { stack, view, isPhone: true }));
      }
      const of = (member: keyof Visit) => median(visits.map((one) => one[member]));
      const figures: Record<string, Figure> = {
        usable: { value: of('seconds'), unit: 's', aim: aimSeconds },
        slowest: { value: Math.max(...visits.map(({ seconds }) => seconds)), unit: 's' },
        'all of it': { value: of('whole'), unit: 's' },
        'first picture': { value: of('painted'), unit: 's' },
        'page’s thread, unhindered': { value: median(unhindered.map(({ processorMs }) => processorMs)), unit: 'ms' },
        requests: { value: of('requests') },
        received: { value: of('kilobytes'), unit: 'KB' },
      };
      rows.push({ name: view.name, figures });
    }
    rows.push(await signingIn(browser, stack, times));
    return {
      title: 'First view on a telephone',
      note: `Nothing in the cache, 1.6 Mbit/s, 150 ms until an answer begins, a processor of a quarter of this one's; the median of ${times} visits, each until what one came for is drawn and the page takes a press.`,
      rows,
    };
  } finally {
    await browser.close();
  }
};
