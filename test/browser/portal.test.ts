import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browserOfFile, expectAccessible, expectNoSideways } from '#test/browser/pages.ts';
import { here, linkTo } from '#test/house/institution.ts';

const { open } = browserOfFile();

const aCase = async (): Promise<{ id: string }> =>
  here().as.manager.post('/v1/cases', { type: 'academic-concern', subject: 'Misses her classes', contactId: 'S101' });

test('[UI-2] [PO-1] a requester sees their case, writes, answers what they are asked, and withdraws it', async () => {
  const { manager } = here().as;
  const { id } = await aCase();
  await manager.post(`/v1/cases/${id}/questions`, { text: 'Which day suits you?' });
  const now = new Date(await here().local.now()).getTime();
  const startsAt = new Date(now + 86_400_000).toISOString();
  const endsAt = new Date(now + 90_000_000).toISOString();
  await manager.post(`/v1/cases/${id}/appointments`, { title: 'A talk', startsAt, endsAt, location: 'Room 3' });
  await here().local.idle();
  const page = await open('/portal', 'requester, a starter');
  await page.getByRole('link', { name: 'Raise a case' }).click();
  expect(await page.getByRole('link', { name: /^Hazard report/ }).getAttribute('href')).toBe('/forms/hazard-report');
  await page.getByRole('link', { name: /^Academic concern/ }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  // What is missing is said at its field.
  await page.locator('input[aria-invalid=true]').waitFor();
  await expectAccessible(page);
  // So is what the API refuses, in the language of the page.
  const form = page.url();
  await page.goto(`${form}?lang=de`);
  await page.getByRole('button', { name: 'Absenden' }).click();
  await page.getByText('darf nicht leer sein').waitFor();
  await page.goto(`${form}?lang=en`);
  await page.getByLabel('What is it about?').fill('I fall behind');
  await page.getByLabel('Course').fill('MATH-101');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('heading', { name: 'I fall behind' }).waitFor();
  await page.getByText('MATH-101').waitFor();
  await page.goto('/portal');
  await page.getByRole('link', { name: /Misses her classes/ }).click();
  await page.getByRole('heading', { name: 'Misses her classes' }).waitFor();
  await expectAccessible(page);

  await page.getByLabel('Your answer').fill('Any Monday');
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await page.getByText('Your answer: Any Monday').waitFor();

  await page.getByLabel('Write to us about this case').fill('I was ill, and have a note.');
  await page.reload();
  // What was typed and not sent is there still.
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByRole('listitem').filter({ hasText: 'I was ill' }).waitFor();
  const { items } = await manager.get<{ items: { text: string }[] }>(`/v1/cases/${id}/notes`);
  expect(items.map(({ text }) => text)).toContain('I was ill, and have a note.');

  await page.locator('input[type=file]').setInputFiles({
    ...{ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('Of my doctor.') },
  });
  await page.getByRole('button', { name: 'note.txt' }).waitFor();
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Calendar file' }).click();
  const calendar = join(mkdtempSync(join(tmpdir(), 'portal-')), 'talk.ics');
  await (await file).saveAs(calendar);
  expect(readFileSync(calendar, 'utf8')).toMatch(/BEGIN:VEVENT[\s\S]*SUMMARY:A talk[\s\S]*END:VEVENT/);

  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('The case was withdrawn').waitFor();
  expect(await manager.get(`/v1/cases/${id}`)).toMatchObject({ status: { category: 'cancelled' } });
});

test('[UI-2] what is sent twice by keys is written once, and a file of nothing is refused in words', async () => {
  const { id } = await aCase();
  const page = await open(`/portal/links/${await linkTo(here(), id)}`, 'nobody');
  const note = page.getByLabel('Write to us about this case');
  await note.fill('I am back');
  await note.press('Control+Enter');
  await note.press('Control+Enter');
  await page.getByText('I am back', { exact: true }).waitFor();
  await page.locator('input[type=file]').setInputFiles({
    ...{ name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  });
  await page.getByText('nothing.txt is empty').waitFor();
  const { items } = await here().as.manager.get<{ items: { text: string }[] }>(`/v1/cases/${id}/notes`);
  expect(items.map(({ text }) => text)).toEqual(['I am back']);
});

test('[UI-2] [PO-1] the link of a mail opens the case without a login; one that is over offers another', async () => {
  const { id } = await aCase();
  const { manager } = here().as;
  for (let note = 0; note < 55; note++)
    await manager.post(`/v1/cases/${id}/notes`, { text: `What we did, part ${note}.`, public: true });
  const token = await linkTo(here(), id);
  const page = await open(`/portal/links/${token}`, 'nobody', { viewport: { width: 320, height: 640 } });
  await page.getByRole('heading', { name: 'Misses her classes' }).waitFor();
  // The newest is there at once, in the first view and in the page that waits behind it.
  await page.getByText('What we did, part 54.').first().waitFor();
  const earlier = page.getByRole('button', { name: 'Show earlier' });
  await earlier.click();
  await page.getByText('What we did, part 5.').waitFor();
  expect(await page.getByText('What we did, part 0.').count()).toBe(0);
  await earlier.click();
  await page.getByText('What we did, part 0.').waitFor();
  await earlier.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Edit' }).click();
  const address = page.getByLabel('Email address');
  const known = await address.inputValue();
  await address.fill('nowhere');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('input[name=email][aria-invalid=true]').waitFor();
  await address.fill(known);
  await page.getByLabel('Telephone').fill('+44 20 7946 0018');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('+44 20 7946 0018').waitFor();
  await page.getByLabel('Telephone').waitFor({ state: 'detached' });
  // What is said in passing lies over the foot of the page, which can be scrolled clear of it.
  const said = page.getByText('Saved', { exact: true });
  await said.waitFor();
  await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
  const details = await page.getByRole('region', { name: 'Your details' }).boundingBox();
  expect((await said.boundingBox())?.y).toBeGreaterThan((details?.y ?? 0) + (details?.height ?? 0));
  await expectNoSideways(page);
  await expectAccessible(page);

  await page.goto('/portal/links/made-up');
  await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
  await expectAccessible(page);
});
