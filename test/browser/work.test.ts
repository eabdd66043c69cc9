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

test('[UI-1] work is gone through by keys: claimed, selected, and tried out before it is closed', async () => {
  const first = await raise('Missed the laboratory', { priority: 'critical' });
  await raise('Asks for a tutor');
  await here().local.idle();
  const page = await open('/work?view=unassigned', 'manager');
  await page.getByRole('row', { name: /Missed the laboratory/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  await page.getByText(`You have ${first.reference} now`).waitFor();
  await page.getByRole('row', { name: /Missed the laboratory/ }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: /^Mine/ }).click();
  await page.getByRole('row', { name: /Missed the laboratory/ }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page
    .getByRole('region', { name: /selected cases/ })
    .getByRole('button', { name: 'Close' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Close' });
  await dialog.getByRole('button', { name: /Reason/ }).click();
  await page.getByRole('option', { name: 'Solved' }).click();
  await dialog.getByRole('button', { name: 'Try out' }).click();
  await dialog.getByText('1 case would change').waitFor();
  expect((await here().as.manager.get<{ status: object }>(`/v1/cases/${first.id}`)).status).toMatchObject({
    key: 'new',
  });
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await dialog.getByText('1 case has changed').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('You have no open cases').waitFor();
});

test('[UI-1] a case is raised about somebody who is found by typing, with its faults at their fields', async () => {
  const page = await open('/work', 'manager');
  await page.getByRole('button', { name: 'New case' }).click();
  const dialog = page.getByRole('dialog', { name: 'New case' });
  await dialog.getByRole('button', { name: 'Raise case' }).click();
  await dialog.getByText('must not be blank', { exact: true }).waitFor();
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Wants to change course');
  await dialog.getByRole('combobox', { name: /Contact/ }).fill('mei tan');
  await page.getByRole('option', { name: /Mei Tanaka/ }).click();
  await dialog.getByRole('button', { name: 'Raise case' }).click();
  await page.waitForURL('**/cases/*');
  const { items } = await here().as.manager.get<{ items: object[] }>('/v1/cases?contactId=S103');
  expect(items).toMatchObject([{ subject: 'Wants to change course', priority: 'medium' }]);
});

test('[UI-1] a case that is being typed outlasts a wrong click and a reload, and is gone where it was not wanted', async () => {
  const page = await open('/work', 'manager');
  const dialog = page.getByRole('dialog', { name: 'New case' });
  const subject = dialog.getByRole('textbox', { name: 'Subject' });
  const begin = async () => {
    await page.getByRole('button', { name: 'New case' }).click();
    await subject.waitFor();
    return subject.inputValue();
  };
  await begin();
  await subject.fill('Half a sentence');
  await page.mouse.click(5, 400); // beside it
  await dialog.waitFor({ state: 'detached' });
  expect(await begin()).toBe('Half a sentence');
  await page.reload();
  expect(await begin()).toBe('Half a sentence');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await begin()).toBe('');
});

test('[UI-1] a list is said by its address, and kept as a view with its count', async () => {
  await raise('High', { priority: 'high' });
  await raise('Low', { priority: 'low' });
  await here().local.idle();
  // What a mail program adds to an address is nothing to the API.
  const page = await open('/work?view=all-open&priority=high&utm_source=mail', 'manager', {
    viewport: { width: 390, height: 800 },
  });
  // A telephone has a line a case, and the same keys.
  const lines = page.getByRole('list', { name: 'Cases' });
  await lines.getByRole('link', { name: 'High' }).waitFor();
  expect(await lines.getByRole('listitem').count()).toBe(1);
  await expectAccessible(page);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('region', { name: /selected cases/ }).waitFor();
  expect(await lines.getByRole('checkbox', { name: 'Select High' }).isChecked()).toBe(true);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('dialog', { name: 'Columns' }).getByText('Owner').click();
  await page.getByRole('dialog', { name: 'Columns' }).getByText('Updated').click();
  await page.getByRole('dialog', { name: 'Columns' }).getByRole('button', { name: 'Apply' }).click();
  const heads = () => page.getByRole('columnheader').allInnerTexts();
  await expect.poll(heads).toContain('Updated');
  await page.getByRole('button', { name: 'Save as view' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as view' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('The high ones');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'The high ones 1' }).waitFor();
  // The view keeps its columns, and other lists have theirs.
  expect(await heads()).toContain('Updated');
  expect(await heads()).not.toContain('Owner');
  await page.getByRole('link', { name: /^All open/ }).click();
  await expect.poll(heads).toContain('Owner');
});
