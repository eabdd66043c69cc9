import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserOfFile, expectAccessible } from '#test/browser/pages.ts';
import { here } from '#test/house/institution.ts';

// What two administrators do at once.

const { open } = browserOfFile();
const admin = () => here().as.admin;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const openAdmin = async (path: string): Promise<Page> => {
  const page = await open(path, 'admin');
  // Where much else is going on, the API's whole document takes a while to be read.
  page.setDefaultTimeout(40_000);
  return page;
};
const within = 120_000;

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
