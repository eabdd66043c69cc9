import { expect, test } from 'vitest';
import { browserOfFile, expectAccessible } from '#test/browser/pages.ts';

const { open } = browserOfFile();

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
  const turned = await open('/?lang=en-XB', 'nobody');
  await turned.getByRole('button').first().waitFor();
  expect(await turned.locator('html').getAttribute('dir')).toBe('rtl');
});

test('[UI-1] a requester is led to their own pages', async () => {
  const page = await open('/work', 'requester, a starter');
  await page.waitForURL('**/portal');
  await expectAccessible(page);
});
