import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserOfFile, expectAccessible } from '#test/browser/pages.ts';
import { here } from '#test/house/institution.ts';
import { anEndpoint } from '#test/stories/endpoint.ts';

// What administrators look after beside the forms of configuration.

const { open } = browserOfFile();
const admin = () => here().as.admin;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const openAdmin = async (path: string): Promise<Page> => {
  const page = await open(path, 'admin');
  // Where much else is going on, the API's whole document takes a while to be read.
  page.setDefaultTimeout(40_000);
  return page;
};
/** On from one page to the next, without signing in again. */
const go = async (page: Page, place: string): Promise<void> => {
  await page.getByRole('link', { name: 'Administration', exact: true }).first().click();
  await page.getByRole('link', { name: new RegExp(`^${place}`) }).click();
};
const chooseFile = async (page: Page, name: string, content: string): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Choose a file').first().click();
  await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
};
const within = 120_000;

test(
  '[UI-4] [WH-1] [WH-2] a webhook is made, its secret shown once, tried, and what was sent is sent again',
  async () => {
    const { url, got } = await anEndpoint();
    const page = await openAdmin('/admin/webhooks/_new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('The library');
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill(url);
    await page.getByRole('combobox', { name: 'Events' }).fill('Case Created');
    await page.keyboard.press('Enter');
    await button(page, 'Save').click();
    await page.getByText(/^whsec_/).waitFor();
    await admin().post('/v1/cases', { type: 'academic-concern', subject: 'Sent on', contactId: 'S101' });
    await here().local.idle();
    await page.getByRole('tab', { name: 'Deliveries' }).click();
    await button(page, 'Send a test').click();
    await page.getByText('204').waitFor();
    await page
      .getByRole('row', { name: /Case Created.*Delivered/ })
      .getByRole('button')
      .click();
    await expect.poll(() => got.filter(({ body }) => body.type === 'Case Created').length).toBe(2);
    await button(page, 'Send what did not arrive').click();
    await page.getByText('Is being sent again').first().waitFor();
    await expectAccessible(page);
  },
  within,
);

test(
  '[UI-4] [RE-1] a retention policy says what it would take before it does; the job is on the page of jobs',
  async () => {
    const { id } = await admin().post<{ id: string }>('/v1/cases', {
      ...{ type: 'hazard-report', subject: 'Long ago', fields: { kind: 'other' } },
      contactId: 'S102',
    });
    await admin().post(`/v1/cases/${id}/close`, { reason: 'made-safe' });
    await admin().send('PUT', '/v1/retention-policies/at-once', {
      body: { name: 'At once', for: { kind: 'case', type: 'hazard-report' }, after: 'P0D', mode: 'anonymise' },
    });
    const page = await openAdmin('/admin/retention-policies/at-once?tab=try');
    await button(page, 'Dry run').click();
    await page.getByRole('link', { name: id }).waitFor();
    await expectAccessible(page);
    await button(page, 'Run now').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('link', { name: 'Jobs' }).last().click();
    await page
      .getByRole('row', { name: /Finished/ })
      .first()
      .waitFor();
    await expectAccessible(page);
  },
  within,
);

test(
  '[UI-4] [BU-2] files of contacts and of configuration are imported after a dry run; rights and mail are looked at',
  async () => {
    const page = await openAdmin('/admin/imports');
    await chooseFile(page, 'contacts.csv', 'id,name,email\nB1,Bea Newcomer,bea@students.example.edu\nB2,,nobody\n');
    await button(page, 'Dry run').click();
    await page.getByRole('row', { name: /1.*Created.*B1/ }).waitFor();
    await page.getByRole('row', { name: /2.*Refused/ }).waitFor();
    await expectAccessible(page);
    await button(page, 'Import').click();
    await page.getByText('It is imported').first().waitFor();
    expect((await admin().send('GET', '/v1/contacts/B1')).body).toMatchObject({ name: 'Bea Newcomer' });

    await go(page, 'Export and import');
    const low = { name: 'Not now', colour: '#00703c', icon: 'circle', order: 4 };
    await chooseFile(
      page,
      'ours.json',
      JSON.stringify({ priorities: { low, someday: { name: 'Someday', order: 9 } } }),
    );
    await button(page, 'Dry run').click();
    await page.getByRole('row', { name: /low Priorities Changed Name/ }).waitFor();
    await page.getByRole('row', { name: /someday Priorities New/ }).waitFor();
    await button(page, 'Import').click();
    await page.getByText('It is imported').first().waitFor();
    expect((await admin().send('GET', '/v1/priorities/low')).body).toMatchObject({ name: 'Not now' });

    await go(page, 'Who may see what');
    await page.getByRole('row', { name: /^Advisers.*Managers.*Reviewers/ }).waitFor();
    await page.getByRole('rowheader', { name: 'Anybody, without a login' }).waitFor();
    await expectAccessible(page);

    await here().local.putEvents([]);
    await go(page, 'Mail that went wrong');
    await page.getByText('Every address gets its mail').waitFor();
    await expectAccessible(page);
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
    const subject = (page: Page) => page.getByRole('textbox', { name: 'Subject', exact: true });
    await subject(one).fill('As the first wants it');
    await subject(other).fill('As the second wants it');
    await other.getByRole('textbox', { name: 'Name', exact: true }).fill('Renamed meanwhile');
    await button(one, 'Save').click();
    await one.getByText('Version 2').waitFor();
    await button(other, 'Save').click();
    const dialog = other.getByRole('dialog');
    await dialog.getByText('As the first wants it').waitFor();
    await dialog.getByText('As the second wants it').waitFor();
    await expectAccessible(other);
    // Who only looks at the difference goes on writing where they were.
    await other.keyboard.press('Escape');
    expect(await subject(other).inputValue()).toBe('As the second wants it');
    await button(other, 'Save').click();
    await dialog.getByRole('button', { name: 'Keep mine' }).click();
    await other.getByText('Version 3').waitFor();
    expect((await admin().send('GET', '/v1/templates/contested')).body).toMatchObject({
      ...{ name: 'Renamed meanwhile', subject: 'As the second wants it', text: 'Hello', version: 3 },
    });
  },
  within,
);
