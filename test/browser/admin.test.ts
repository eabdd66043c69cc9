import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserOfFile, expectAccessible, expectFitsTelephone, goTo } from '#test/browser/pages.ts';
import { here } from '#test/house/institution.ts';

const { open, expected } = browserOfFile();

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const choice = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const admin = () => here().as.admin;

/** Pages that read the API's whole document take a while where much else is going on. */
const openAdmin = async (path: string): Promise<Page> => {
  const page = await open(path, 'admin');
  page.setDefaultTimeout(40_000);
  return page;
};
const within = 120_000;

test(
  '[UI-4] what is changed is compared before saving, with what others saved meanwhile, and with versions',
  async () => {
    await admin().send('PUT', '/v1/priorities/someday', { body: { name: 'Someday', order: 90 } });
    const page = await openAdmin('/admin');
    await page.getByRole('link', { name: /^Priorities/ }).click();
    await page.getByRole('row', { name: /Someday/ }).click();
    await field(page, 'Name').fill('One day');
    const changes = page.getByRole('complementary', { name: 'Changes' });
    await changes.getByText('Someday').waitFor();
    await changes.getByText('One day').waitFor();
    const theirs = { body: { name: 'Never', order: 92 }, headers: { 'if-match': '"1"' } };
    expect((await admin().send('PUT', '/v1/priorities/someday', theirs)).status).toBe(200);
    await save(page);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Never', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByText('Version 3').waitFor();
    expect((await admin().send('GET', '/v1/priorities/someday')).body).toMatchObject({ name: 'One day', order: 92 });
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('button', { name: /^Version 1 .*\d{4}/ }).click();
    await page.getByRole('button', { name: 'Take this version again' }).click();
    await save(page);
    await page.getByText('Version 4').waitFor();
    expect((await admin().send('GET', '/v1/priorities/someday')).body).toMatchObject({ name: 'Someday', order: 90 });
  },
  within,
);

test(
  '[UI-4] a segment is built by clicks, and counts whom it holds for; all faults are shown at once',
  async () => {
    await admin().send('PUT', '/v1/contacts/B901', { body: { name: 'Bo Browser', labels: ['by-clicks'] } });
    await here().local.idle();
    const page = await openAdmin('/admin/segments/_new');
    await field(page, 'Name').fill(' ');
    await save(page);
    await page.getByRole('button', { name: /^Key: a key has/ }).waitFor();
    await field(page, 'Name').fill('By clicks');
    await page.getByRole('button', { name: 'Add condition' }).click();
    await choice(page, 'Field').fill('contact.labels');
    // The list closes with the choice, and no longer hides the rest of the page.
    await page.getByRole('option', { name: /contact\.labels/ }).click();
    await field(page, 'Value').fill('by-clicks');
    await page.getByText('1 contact just now').waitFor();
    await page.getByRole('link', { name: 'Bo Browser' }).waitFor();
    await expectAccessible(page);
    await save(page);
    await page.waitForURL('**/admin/segments/by-clicks');
    expect((await admin().send('GET', '/v1/segments/by-clicks')).body).toMatchObject({
      condition: { all: [{ field: 'contact.labels', op: 'contains', value: 'by-clicks' }] },
    });
    await page.getByRole('link', { name: 'Administration', exact: true }).last().click();
    await page.getByRole('link', { name: /^Alert types/ }).click();
    await page.getByRole('link', { name: 'New: alert type' }).click();
    await field(page, 'Name').fill('Lost property');
    await choice(page, 'Default priority').fill('no-such-priority');
    // What is open over the page hides it from everybody but those who choose.
    await page.keyboard.press('Tab');
    await choice(page, 'Calendar').fill('no-such-calendar');
    await page.keyboard.press('Tab');
    await save(page);
    const summary = page.getByRole('alert');
    await summary.getByText('It was not saved: 2 faults').waitFor();
    await summary.getByRole('button', { name: /^Calendar:/ }).click();
    expect(await page.locator(':focus').getAttribute('aria-invalid')).toBe('true');
    await choice(page, 'Calendar').fill('');
    await page.keyboard.press('Tab');
    await choice(page, 'Default priority').fill('high');
    await page.keyboard.press('Tab');
    await save(page);
    await page.waitForURL('**/admin/alert-types/lost-property');
  },
  within,
);

test(
  '[UI-4] a workflow is drawn with its branches, and a template shown of a real case',
  async () => {
    const branch = { do: 'branch', if: { field: 'contact.labels', op: 'contains', value: 'x' } };
    const steps = [
      { do: 'wait', for: 'P7D' },
      { ...branch, then: [{ do: 'add-label', label: 'kept-on' }], else: [] },
    ];
    const workflow = { title: 'Drawn', trigger: { event: 'by-hand' }, steps };
    expect((await admin().send('PUT', '/v1/workflows/drawn', { body: workflow })).status).toBe(201);
    await admin().post('/v1/cases', { type: 'academic-concern', subject: 'Seen in a preview', contactId: 'S101' });
    const page = await openAdmin('/admin/workflows/drawn?tab=flow');
    await page.getByText('kept-on').waitFor();
    await expectAccessible(page);
    await expectFitsTelephone(page);
    await page.getByRole('link', { name: 'Administration', exact: true }).last().click();
    await page.getByRole('link', { name: /^Mail templates/ }).click();
    await page.getByText('case-raised-requester', { exact: true }).click();
    await page.getByRole('tab', { name: 'Preview' }).click();
    await page.frameLocator('iframe').getByText('Seen in a preview').first().waitFor();
  },
  within,
);

test(
  '[UI-4] of two administrators who change the same, the second sees both, and loses nothing that they typed',
  async () => {
    const body = { name: 'Contested', subject: 'As it was', text: 'Hello' };
    await admin().send('PUT', '/v1/templates/contested', { body });
    const [one, other] = await Promise.all([
      openAdmin('/admin/templates/contested'),
      openAdmin('/admin/templates/contested'),
    ]);
    const subject = (page: Page) => field(page, 'Subject');
    await subject(one).fill('As the first wants it');
    await subject(other).fill('As the second wants it');
    await field(other, 'Name').fill('Renamed meanwhile');
    await save(one);
    await one.getByText('Version 2').waitFor();
    await save(other);
    const dialog = other.getByRole('dialog');
    await dialog.getByText('As the first wants it').waitFor();
    await dialog.getByText('As the second wants it').waitFor();
    await expectAccessible(other);
    // Who only looks at the difference goes on writing where they were.
    await other.keyboard.press('Escape');
    expect(await subject(other).inputValue()).toBe('As the second wants it');
    await save(other);
    await dialog.getByRole('button', { name: 'Keep mine' }).click();
    await other.getByText('Version 3').waitFor();
    expect((await admin().send('GET', '/v1/templates/contested')).body).toMatchObject({
      ...{ name: 'Renamed meanwhile', subject: 'As the second wants it', text: 'Hello', version: 3 },
    });
  },
  within,
);

test(
  '[UI-4] JSON that is broken is kept behind another tab, and is not saved but said',
  async () => {
    await admin().send('PUT', '/v1/priorities/broken', { body: { name: 'Broken', order: 91 } });
    const page = await openAdmin('/admin/priorities/broken?tab=json');
    const json = field(page, 'JSON');
    const tab = (name: string) => page.getByRole('tab', { name, exact: true });
    await json.fill('{ "name": "Half" }');
    await json.fill('{ "name": "Half", }');
    await tab('Form').click();
    await field(page, 'Name').waitFor();
    await save(page);
    await page.getByRole('button', { name: /This is not JSON: line 1, column/ }).click();
    expect(await json.inputValue()).toBe('{ "name": "Half", }');
    expect((await admin().send('GET', '/v1/priorities/broken')).body).toMatchObject({ name: 'Broken', version: 1 });
    await json.fill('[]');
    await save(page);
    await page.getByRole('button', { name: 'This is not JSON' }).waitFor();
    await page.getByRole('button', { name: 'Revert' }).click();
    expect(JSON.parse(await json.inputValue())).toMatchObject({ name: 'Broken' });
    await json.fill('{ "name": "Whole", "order": 91 }');
    await save(page);
    await page.getByText('Version 2').waitFor();
  },
  within,
);

test(
  '[UI-4] what a rule, a workflow, a calendar and a file would do is shown before it is done',
  async () => {
    const { local } = here();
    const Detail = { contactId: 'S102', course: 'MATH-101', week: '2026-W46', missed: 3 };
    await local.putEvents([{ Source: 'lms.example.edu', DetailType: 'Classes Missed', Detail }]);
    await local.idle();
    const page = await openAdmin('/admin/rules/critical-first-years?tab=try');
    await page.getByRole('button', { name: 'Dry run' }).click();
    const tried = page.getByRole('region', { name: 'Dry run' });
    await tried.getByText('Create case', { exact: true }).first().waitFor();
    await expectAccessible(page);
    await expectFitsTelephone(page);
    await goTo(page, '/admin/workflows/welcome?tab=try');
    await choice(page, 'Contact').fill('S102');
    await page.getByRole('option', { name: /S102/ }).click();
    await page.getByRole('button', { name: 'Simulate', exact: true }).click();
    const would = page.getByRole('region', { name: 'What would happen' });
    await would.getByRole('listitem').filter({ hasText: 'Send mail' }).first().waitFor();
    await expectFitsTelephone(page);
    await goTo(page, '/admin/calendars/campus?tab=calendar');
    await page.getByRole('region', { name: 'A usual week' }).getByText('09:00').first().waitFor();
    await expectFitsTelephone(page);
    await goTo(page, '/admin/calendars/campus?tab=targets');
    await page.getByRole('rowheader', { name: 'Completion' }).waitFor();
    await expectFitsTelephone(page);
    await goTo(page, '/admin/case-types/academic-concern?tab=transitions');
    await page.getByRole('columnheader', { name: 'From' }).waitFor();
    await expectFitsTelephone(page);

    await goTo(page, '/admin/file');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export', exact: true }).click(),
    ]);
    const whole = JSON.parse(await text(await file.createReadStream()));
    whole.priorities.low.name = 'Not urgent';
    const tryFile = async (content: string) => {
      const buffer = Buffer.from(content);
      await page.locator('input[type=file]').setInputFiles({ name: 'all.json', mimeType: 'application/json', buffer });
      await page.getByRole('button', { name: 'Dry run' }).click();
    };
    await tryFile('{oops');
    await page.getByText('all.json is not JSON, as an export is').waitFor();
    await tryFile(JSON.stringify({ priorities: { low: { ...whole.priorities.low, heat: 3 } } }));
    await page.getByText('Priorities › low › Heat:').waitFor();
    expected(); // the refusal
    await tryFile(JSON.stringify(whole));
    const low = page.getByRole('row', { name: 'low' });
    await low.getByText('Changed').waitFor();
    expect([await low.getByRole('deletion').innerText(), await low.getByRole('insertion').innerText()]).toEqual([
      'Low',
      'Not urgent',
    ]);
    await page.getByText('stays as it is', { exact: true }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await low.getByText('Kept').waitFor();
    expect(await low.getByRole('insertion').innerText()).toBe('Not urgent');
    await page.getByText('is replaced', { exact: true }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await low.getByText('Changed').waitFor();
    await expectFitsTelephone(page);
    // What is the same is counted, not listed.
    expect(await page.getByRole('row').count()).toBe(2);
    expect((await admin().send('GET', '/v1/priorities/low')).body).toMatchObject({ name: 'Low' });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('It is imported').first().waitFor();
    expect((await admin().send('GET', '/v1/priorities/low')).body).toMatchObject({ name: 'Not urgent' });
  },
  within,
);
