import { beforeAll, describe, expect, test } from 'vitest';
import { browserOfFile, expectAccessible, expectNoSideways, goTo, settled } from '#test/browser/pages.ts';
import { here, shareInstitution } from '#test/house/institution.ts';
import { aCase, aCaseType, aContact } from '../stories/world.ts';

beforeAll(shareInstitution);
const { open } = browserOfFile();

// A picture of one pixel.
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A case that has been asked for: what the house loads at first takes a while. */
const aShownCase = async (changes: object) => {
  const record = await aCase(changes);
  for (const part of ['summary', 'history', 'notes?system=true', 'clocks', 'mails', 'messages'])
    await here().as.manager.get(`/v1/cases/${record.id}/${part}`);
  return record;
};

/** Changes the case as somebody else does, on its newest version. */
const changeBeside = async (id: string, body: object) => {
  const by = here().as['another manager'];
  const { headers } = await by.send('GET', `/v1/cases/${id}`);
  const answer = await by.send('PATCH', `/v1/cases/${id}`, {
    body,
    headers: { 'if-match': headers.get('etag') ?? '' },
  });
  expect(answer.status).toBe(200);
};

describe('[UI-1] a case', () => {
  test('[UI-1] is claimed, noted on, closed and taken up again, by keys and clicks', async () => {
    const contact = await aContact();
    const record = await aShownCase({ subject: 'Stopped coming to class', contactId: contact.id });
    const page = await open(`/cases/${record.reference}`, 'manager');
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await page.getByRole('heading', { level: 1, name: /Stopped coming to class/ }).waitFor();
    await page.waitForURL(`**/cases/${record.id}`);
    await button('Claim').waitFor();
    await page.keyboard.press('c');
    await button('Release').waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('Called, no answer');
    await page.getByText('The requester sees this', { exact: true }).click();
    await button('Add note').click();
    const stream = page.getByRole('list', { name: 'History' });
    await stream.getByText('Called, no answer').waitFor();
    expect(await stream.getByText('Requester sees this').count()).toBeGreaterThan(0);
    await expectAccessible(page);

    await button('Close').click();
    const dialog = page.getByRole('dialog', { name: 'Close' });
    await dialog.getByRole('button', { name: /Reason/ }).click();
    await page.getByRole('option', { name: 'Solved', exact: true }).click();
    await dialog.getByLabel('Details').fill('She is back');
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('Closed: Solved').waitFor();
    expect(await button('Claim').count()).toBe(0);
    await button('Reopen').click();
    await page.getByRole('dialog').getByLabel('Note').fill('She left again');
    await page.getByRole('dialog').getByRole('button', { name: 'Reopen', exact: true }).click();
    await button('Close').waitFor();
    const { status } = await here().as.manager.get<{ status: { category: string } }>(`/v1/cases/${record.id}`);
    expect(status.category).toBe('in-progress');
  });

  test('[UI-1] two people at once: both versions stand side by side, and nothing typed is lost', async () => {
    const { id } = await aShownCase({ subject: 'Before' });
    const page = await open(`/cases/${id}`, 'manager');
    const inDialog = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Subject').fill('Mine');
    // A reload loses nothing.
    await page.reload();
    await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
    await page.keyboard.press('e');
    await expect.poll(() => page.getByRole('dialog').getByLabel('Subject').inputValue()).toBe('Mine');
    await changeBeside(id, { subject: 'Theirs', tags: ['seen'] });
    await inDialog('Save').click();
    await page.getByRole('radio', { name: /Theirs/ }).waitFor();
    await page.getByRole('radio', { name: /Mine/ }).waitFor();
    await expectAccessible(page);
    await inDialog('Keep mine').click();
    await page.getByRole('heading', { level: 1, name: /Mine/ }).waitFor();
    expect(await here().as.manager.get(`/v1/cases/${id}`)).toMatchObject({ subject: 'Mine', tags: ['seen'] });
    // What others do appears by itself, and what is being typed stays.
    await page.getByLabel('Note', { exact: true }).fill('Half a sentence');
    await changeBeside(id, { subject: 'By Ben' });
    await page.getByRole('heading', { level: 1, name: /By Ben/ }).waitFor();
    expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('Half a sentence');
  });

  test('[UI-1] two people at one task: each changes what they typed, and is told of what the other changed', async () => {
    const { id } = await aShownCase({ subject: 'With a task' });
    const task = await here().as.manager.post<{ id: string }>(`/v1/cases/${id}/tasks`, { title: 'Call her' });
    const path = `/v1/cases/${id}/tasks/${task.id}`;
    const page = await open(`/cases/${id}?tab=tasks`, 'manager');
    await page.getByRole('tabpanel').getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Description').fill('In the morning');
    await here().as['another manager'].send('PATCH', path, {
      body: { title: 'Write to her' },
      headers: { 'if-match': '"1"' },
    });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Meanwhile somebody changed: Title.').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await here().as.manager.get(path)).toMatchObject({ title: 'Write to her', description: 'In the morning' });
  });

  test('[UI-1] targets of one name are told apart, and a word of two hundred letters is broken', async () => {
    const target = (key: string) => ({ key, name: 'Done', target: { amount: 5, unit: 'days', time: 'calendar' } });
    const type = await aCaseType({ targets: [target('completion'), target('first-response')] });
    const contact = await aContact({ name: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(5) });
    const { id } = await aShownCase({ type, subject: 'Donaudampfschiff'.repeat(12), contactId: contact.id });
    const page = await open(`/cases/${id}?tab=time`, 'manager', { viewport: { width: 320, height: 700 } });
    const cards = page.getByRole('tabpanel').getByRole('heading', { level: 2 });
    await expect.poll(() => cards.allInnerTexts()).toEqual(['Done (Completion)', 'Done (First response)']);
    await expectNoSideways(page);
    await goTo(page, `/contacts/${contact.id}`);
    await settled(page);
    await expectNoSideways(page);
  });

  test('[UI-1] says why a value is as it is, and why a target stands where it stands', async () => {
    const { id } = await aShownCase({ subject: 'Why' });
    await here().as['another manager'].post(`/v1/cases/${id}/assign`, { user: 'amara' });
    await here().as.admin.post(`/v1/cases/${id}/clocks/completion/extend`, {
      by: { amount: 1, unit: 'days', time: 'working' },
      note: 'She is ill',
    });
    const page = await open(`/cases/${id}?tab=time`, 'manager');
    await page.getByText('She is ill').waitFor();
    await page.getByText('Moved to later').waitFor();
    await page.getByRole('button', { name: 'Why? Owner' }).click();
    const why = page.getByRole('dialog');
    await why.getByText('Assigned: Nobody → Amara Obi').waitFor();
    await why.getByText('Ben Ruiz did it').waitFor();
  });

  test('[UI-1] takes a file where the API says, shows the picture, and goes on paper as a whole', async () => {
    const { id } = await aShownCase({ subject: 'With a picture' });
    const page = await open(`/cases/${id}?tab=files`, 'manager');
    await page.getByRole('button', { name: 'Upload' }).waitFor();
    const picture = { name: 'lamp.png', mimeType: 'image/png', buffer: Buffer.from(onePixel, 'base64') };
    await page.locator('input[type=file]').setInputFiles(picture);
    await page.getByRole('img', { name: 'lamp.png' }).waitFor();
    await expect.poll(() => page.evaluate("document.querySelector('main img').naturalWidth")).toBe(1);
    // How many parts were not there yet when it was printed.
    await page.addInitScript(
      "window.print = () => { window.missing = document.querySelectorAll('main [role=status][aria-label]').length; }",
    );
    await page.goto(`/cases/${id}?tab=print`);
    await expect.poll(() => page.evaluate('window.missing'), { timeout: 15_000 }).toBe(0);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("document.documentElement.dataset.theme = 'dark'");
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('light');
    expect(await page.getByRole('heading', { name: 'Targets' }).count()).toBeGreaterThan(0);
    expect(await page.getByRole('button', { name: 'Add note' }).isVisible()).toBe(false);
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
  });

  test('[UI-1] on a telephone nothing is wider than the screen', async () => {
    const { id } = await aShownCase({ subject: 'A rather long subject that has to be broken on a small screen' });
    const page = await open(`/cases/${id}`, 'manager', { viewport: { width: 320, height: 700 }, colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Claim', exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Tasks' }).click();
    await page.waitForURL('**tab=tasks');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await expectAccessible(page);
  });

  test('[UI-1] what is written from right to left reads so in an English page, and clients are removed by name', async () => {
    const { id: client } = await aContact({ name: 'Cleo Client' });
    const { id } = await aShownCase({ subject: 'مرحبا!' });
    await here().as.manager.post(`/v1/cases/${id}/notes`, { text: 'شكرا!' });
    expect((await here().as.manager.send('PUT', `/v1/cases/${id}/clients/${client}`)).status).toBeLessThan(300);
    const page = await open(`/cases/${id}`, 'manager');
    /** Whether the mark at its end stands left of its first letter. */
    const isTurned = async (text: string) => {
      await page.getByRole('main').getByText(text).first().waitFor();
      return page.evaluate<boolean>(`{
        const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        while (texts.nextNode() && !texts.currentNode.textContent.includes('${text}'));
        const end = texts.currentNode.textContent.indexOf('!');
        const leftOf = (place) => {
          const range = document.createRange();
          range.setStart(texts.currentNode, place);
          range.setEnd(texts.currentNode, place + 1);
          return range.getBoundingClientRect().left;
        };
        leftOf(end) < leftOf(end - 4);
      }`);
    };
    expect(await isTurned('مرحبا!')).toBe(true);
    expect(await isTurned('شكرا!')).toBe(true);
    await page.getByRole('tab', { name: 'People' }).click();
    await page.getByRole('button', { name: 'Remove Cleo Client' }).waitFor();
  });

  test('[UI-1] who may not act on it is offered nothing but to read', async () => {
    const { id } = await aShownCase({ subject: 'To read' });
    const page = await open(`/cases/${id}`, 'enquiry');
    await page.getByRole('heading', { level: 1, name: /To read/ }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Print']);
    expect(await page.getByRole('button', { name: 'Add note' }).count()).toBe(0);
  });
});
