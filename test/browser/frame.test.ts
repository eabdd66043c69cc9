import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { browserOfFile, expectAccessible, expectNoSideways, goTo } from '#test/browser/pages.ts';
import { here, linkTo, type Role } from '#test/house/institution.ts';

const { open, nameLanguages } = browserOfFile();

test('[UI-1] the frame is walked through by keyboard, says where one is, and has no serious fault', async () => {
  const page = await open('/', 'manager');
  await page.getByRole('link', { name: 'Work', exact: true }).waitFor();
  expect(await page.getByRole('link', { name: 'Work', exact: true }).getAttribute('aria-current')).toBe('page');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL('**/contacts');
  await expectAccessible(page);
});

test('[UI-5] pages speak the language of the browser, or the one that was chosen', async () => {
  const german = await open('/', 'nobody', { locale: 'de-DE' });
  await german.getByRole('button', { name: 'Anmelden' }).waitFor();
  expect(await german.locator('html').getAttribute('lang')).toBe('de');
  const welsh = await open('/?lang=cy', 'nobody');
  await welsh.getByRole('button', { name: 'Mewngofnodi' }).waitFor();
  // Chromium itself has no Welsh dates.
  expect(await welsh.evaluate("new Intl.DateTimeFormat('cy', { month: 'long' }).format(0)")).toBe('Ionawr');
  const turned = await open('/?lang=en-XB', 'nobody');
  await turned.getByRole('button').first().waitFor();
  expect(await turned.locator('html').getAttribute('dir')).toBe('rtl');
});

test('[UI-5] a deployment offers the languages that it names, the first to those who want none of them', async () => {
  nameLanguages('cy', 'en');
  const german = await open('/?lang=de', 'nobody', { locale: 'de-DE' });
  await german.getByRole('button', { name: 'Mewngofnodi' }).waitFor();
  const english = await open('/', 'manager');
  await english.getByRole('button', { name: 'Language' }).click();
  expect(await english.getByRole('menuitem').allTextContents()).toEqual(['Cymraeg', 'English']);
});

test('[UI-1] a requester is led to their own pages', async () => {
  const page = await open('/', 'requester, a starter');
  await page.waitForURL('**/portal');
  await expectAccessible(page);
  // From the door there, nothing is asked that only staff may ask.
  const refused = await page.evaluate(
    "performance.getEntriesByType('resource').filter(({ responseStatus }) => responseStatus >= 400).map(({ name }) => name)",
  );
  expect(refused).toEqual([]);
  await page.goto('/work');
  await page.waitForURL('**/portal');
});

/**
 * The files that a page asks for before those of the background, their weight in KB, and what it
 * asks of the API.
 */
const loadedBy = async (page: Page): Promise<{ files: number; kilobytes: number; ofApi: string[] }> => {
  // What comes in the background comes after three seconds (console/ui/later.tsx): here never.
  await page.addInitScript(
    '{ const set = setTimeout; setTimeout = (act, ms, ...more) => ms === 3000 || set(act, ms, ...more); }',
  );
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  const asked = await page.evaluate<string[]>(
    "performance.getEntriesByType('resource').map(({ name }) => name.slice(location.origin.length))",
  );
  const files = [...new Set(asked.filter((path) => path.startsWith('/assets/')))];
  const bytes = files.map((path) => gzipSync(readFileSync(join(inject('console'), path))).length);
  const ofApi = asked.filter((path) => path.startsWith('/v1/') && !path.startsWith('/v1/events'));
  return { files: files.length, kilobytes: bytes.reduce((sum, one) => sum + one, 0) / 1024, ofApi };
};

/** A telephone to which the application comes only when it is let through. */
const telephone = { viewport: { width: 390, height: 800 } };
const withoutApplication = async (
  role: Role | 'nobody' = 'manager',
): Promise<{ page: Page; letThrough: () => void }> => {
  const page = await open('/portal/raise', role, telephone);
  const { promise: isLetThrough, resolve: letThrough } = Promise.withResolvers<void>();
  await page.route('**/assets/start-*.js', async (route) => {
    await isLetThrough;
    await route.continue();
  });
  return { page, letThrough };
};

test('[UI-5] a telephone shows what one came for before the application, which then does what was pressed', async () => {
  const { id } = await here().as.manager.post<{ id: string }>('/v1/cases', {
    ...{ type: 'academic-concern', subject: 'Missed <b>three</b> classes', contactId: 'S103' },
  });
  await here().as.manager.post(`/v1/cases/${id}/claim`);
  await here().local.idle();
  const { page, letThrough } = await withoutApplication();
  await page.goto('/work');
  const link = page.getByRole('link', { name: 'Missed <b>three</b> classes' });
  await link.waitFor();
  await page.getByText('Mei Tanaka').waitFor();
  await page.getByRole('searchbox').fill('Mei');
  await page.getByRole('button', { name: 'New case' }).click();
  await expectAccessible(page);
  letThrough();
  await page.getByRole('dialog', { name: 'New case' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('searchbox').inputValue()).toBe('Mei');

  const again = await withoutApplication();
  await again.page.goto('/work');
  await again.page.getByRole('link', { name: 'Missed <b>three</b> classes' }).click();
  await again.page.waitForURL(`**/cases/${id}`);
  again.letThrough();
  await again.page.getByRole('heading', { level: 1, name: /Missed <b>three<\/b> classes/ }).waitFor();
});

test('[UI-1] [UI-2] a case that a mail leads to is there before the application, for staff and for its requester', async () => {
  const { manager } = here().as;
  const { id, reference } = await manager.post<{ id: string; reference: string }>('/v1/cases', {
    ...{ type: 'academic-concern', subject: 'Misses her classes', contactId: 'S101', priority: 'critical' },
  });
  await manager.post(`/v1/cases/${id}/questions`, { text: 'Which day suits you?' });
  await manager.post(`/v1/cases/${id}/notes`, { text: 'There is a free place', public: true });
  const token = await linkTo(here(), id);

  // A link opens a tab of its own, in which nobody is signed in yet.
  const mail = await open(`/cases/${reference}`, 'nobody', telephone);
  await mail.getByRole('button', { name: /Amara Obi/ }).click();
  await mail.getByRole('heading', { name: `${reference} Misses her classes` }).waitFor();
  await mail.waitForURL(`**/cases/${id}`);
  await mail.close();

  const staff = await withoutApplication();
  await staff.page.goto(`/cases/${id}`);
  await staff.page.getByRole('heading', { name: `${reference} Misses her classes` }).waitFor();
  const facts = await staff.page.locator('main dl').innerText();
  for (const fact of ['Academic concern', 'New', 'Critical', 'Nobody', 'Sofia Marin']) expect(facts).toContain(fact);
  await expectAccessible(staff.page);
  await expectNoSideways(staff.page);
  await staff.page.getByRole('button', { name: 'Claim' }).click();
  staff.letThrough();
  await staff.page.locator('main dl').getByText('Amara Obi').waitFor();

  const mine = await withoutApplication('nobody');
  await mine.page.goto(`/portal/links/${token}`);
  for (const words of ['Which day suits you?', 'There is a free place', reference])
    await mine.page.getByText(words, { exact: true }).waitFor();
  await expectAccessible(mine.page);
  await expectNoSideways(mine.page);
  mine.letThrough();
  await mine.page.getByLabel('Your answer').waitFor();
});

test('[UI-5] who wants no motion sees none, not even while something is waited for', async () => {
  const page = await open('/work', 'manager');
  // Never answered.
  await page.route('**/v1/contacts*', () => {});
  await goTo(page, '/contacts');
  await page.locator('main [role=status][aria-label]').first().waitFor();
  const endless = 'document.getAnimations().filter(({ effect }) => effect.getTiming().iterations === Infinity).length';
  expect(await page.evaluate(endless)).toBe(0);
});

test('[UI-5] the first view is few files, and far from 300 KB', async () => {
  const welcome = await loadedBy(await open('/', 'nobody'));
  expect(welcome.files).toBeLessThanOrEqual(12);
  expect(welcome.kilobytes).toBeLessThan(200);
  const work = await loadedBy(await open('/work', 'manager'));
  expect(work.files).toBeLessThanOrEqual(24);
  expect(work.kilobytes).toBeLessThan(300);
  // What is asked for ahead of the framework is what the page wants, and is not asked for again.
  expect(work.ofApi.slice(0, 2)).toEqual(['/v1/me', '/v1/cases?view=mine&sort=dueAt&limit=50']);
  expect(work.ofApi).toEqual([...new Set(work.ofApi)]);
});
