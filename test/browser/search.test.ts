import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { browserOfFile, expectAccessible } from '#test/browser/pages.ts';
import { here, shareInstitution } from '#test/house/institution.ts';

beforeAll(shareInstitution);
const { open } = browserOfFile();

const raise = (subject: string, more: object = {}) =>
  here().as.manager.post<{ id: string; reference: string }>('/v1/cases', {
    type: 'academic-concern',
    subject,
    contactId: 'S115',
    ...more,
  });

test('[UI-1] the one box finds words and marks them, and a whole reference leads to its case', async () => {
  const { id, reference } = await raise('Missed the chemistry laboratory');
  await here().local.idle();
  const page = await open('/work', 'manager');
  await page.getByRole('heading', { name: 'Work' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('chem');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Missed the chemistry laboratory' }).waitFor();
  expect(await page.locator('mark').first().textContent()).toBe('chem');
  await expectAccessible(page);
  await page.getByRole('searchbox', { name: 'Search' }).fill(reference.toLowerCase().replaceAll('-', ''));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/cases/${id}`);
});

test('[UI-1] what is found of one kind is narrowed, and handed out as a file', async () => {
  const { reference } = await raise('Reads physics');
  await here().local.idle();
  const page = await open('/search?q=physics', 'manager');
  await page.getByRole('tab', { name: 'Cases' }).click();
  await page.waitForURL('**/search?q=physics&kind=cases');
  await page.getByRole('link', { name: 'Reads physics' }).waitFor();
  const taken = async (format: string): Promise<string> => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: format }).click();
    const file = await download;
    return `${file.suggestedFilename()} ${await text(await file.createReadStream())}`;
  };
  expect(await taken('CSV')).toMatch(new RegExp(`^cases\\S*\\.csv .*${reference}`, 's'));
  const [line, ...others] = (await taken('JSON Lines')).trim().split('\n');
  expect(others).toEqual([]);
  expect(line).toMatch(/^cases\S*\.ndjson {/);
  expect(JSON.parse(line?.slice(line.indexOf('{')) ?? '')).toMatchObject({ reference, subject: 'Reads physics' });
});

test('[UI-1] the page of a contact has everything of one person, a case away from a new one', async () => {
  const { id } = await raise('Needs a tutor');
  await here().as.manager.post(`/v1/cases/${id}/notes`, { text: 'Prefers mornings' });
  await here().local.idle();
  const page = await open('/contacts?q=lena', 'manager');
  await page
    .getByRole('row', { name: /Lena Schmidt/ })
    .getByRole('link')
    .click();
  await page.getByRole('heading', { name: 'Lena Schmidt' }).waitFor();
  await page.getByText('Prefers mornings').waitFor();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Cases' }).click();
  await page.getByRole('row', { name: /Needs a tutor/ }).waitFor();
  await page.getByRole('button', { name: 'New case' }).click();
  const contact = page.getByRole('dialog', { name: 'New case' }).getByRole('combobox', { name: /Contact/ });
  await expect.poll(() => contact.inputValue()).toBe('Lena Schmidt');
});
