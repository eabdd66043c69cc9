import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserOfFile, expectAccessible, telephone } from '#test/browser/pages.ts';
import { here } from '#test/house/institution.ts';
import { aCase } from '../stories/world.ts';

const { open } = browserOfFile({ local: true });

/** What the bar opens, and how it is shut. */
const panelsOf = (page: Page, name: string) => {
  const bar = page.getByRole('complementary', { name });
  const dialog = page.getByRole('dialog');
  const show = async (panel: string) => {
    await bar.getByRole('button', { name: panel }).click();
    await page.getByRole('dialog', { name: panel }).waitFor();
  };
  const shut = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };
  return { bar, dialog, show, shut };
};

test('[UI-1] the bar of the local stack travels, shows what happens, disturbs it, and lets one be another', async () => {
  await aCase({ subject: 'Seen from below', contactId: 'S102' });
  await here().local.idle();
  const page = await open('/work?view=all-open', 'manager');
  const { bar, dialog, show, shut } = panelsOf(page, 'On this machine');

  const before = Date.parse(await here().local.now());
  await bar.getByRole('button', { name: '+ 1 hour' }).click();
  await page.getByText(/It is now/).waitFor();
  expect(Date.parse(await here().local.now()) - before).toBeGreaterThanOrEqual(3_600_000);
  await show('Travel in time');
  const go = dialog.getByRole('button', { name: 'Travel in time' });
  expect(await go.isDisabled()).toBe(true); // there is no way back
  await dialog.getByRole('spinbutton', { name: /^hour/ }).press('ArrowUp');
  await go.click();
  await dialog.waitFor({ state: 'detached' });
  expect(Date.parse(await here().local.now()) - before).toBeGreaterThanOrEqual(2 * 3_590_000);
  await show('Inbox');
  await dialog.getByText('liam.okafor@students.example.edu').first().waitFor();
  await dialog.getByRole('searchbox').fill('nobody@nowhere.example');
  await dialog.getByText('No mail was sent').waitFor();
  await page.keyboard.press('Escape'); // empties the field
  await shut();
  await show('Events');
  await dialog.getByText('Case Created').first().waitFor();
  await dialog.getByText('Let a system from outside speak').click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Put it on the bus' }).click();
  await dialog.getByText('Classes Missed', { exact: true }).waitFor();
  await shut();
  await show('Dead letters');
  await dialog.getByText('Nothing got stuck').waitFor();
  await shut();

  await show('Faults');
  await dialog.getByText('Out of order', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Saved').first().waitFor();
  await shut();
  await show('Faults');
  expect(await dialog.getByRole('checkbox').isChecked()).toBe(true);
  await page.setViewportSize(telephone);
  await dialog.getByRole('button', { name: 'No faults any more' }).click();
  await page.getByText('Saved').nth(1).waitFor();
  expect(await dialog.getByRole('checkbox').isChecked()).toBe(false);
  await shut();
  // What is said in passing lies above the bar, which has several lines on a telephone.
  const [said, foot] = await Promise.all([page.getByText('Saved').last().boundingBox(), bar.boundingBox()]);
  expect((foot?.height ?? 0) > 60).toBe(true);
  expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThanOrEqual(foot?.y ?? 0);
  await page.setViewportSize({ width: 1280, height: 860 });

  await bar.getByRole('button', { name: 'Be another person' }).click();
  await page.getByRole('button', { name: /Ben Ruiz/ }).click();
  await page.getByRole('banner').getByText('Ben Ruiz').waitFor();
  await bar.getByRole('button', { name: 'Hide what exists on this machine only' }).click();
  await bar.getByRole('button', { name: 'Inbox' }).waitFor({ state: 'detached' });
});

test('[UI-1] what nobody could handle says why, and is given back once that is mended, in the language of the page', async () => {
  const page = await open('/work?lang=de', 'manager');
  const { dialog, show, shut } = panelsOf(page, 'Auf diesem Rechner');
  const put = dialog.getByRole('button', { name: 'Auf den Bus geben' });
  await show('Ereignisse');
  await dialog.getByText('Ein System von außen sprechen lassen').click();
  const entries = dialog.getByRole('textbox', { name: 'Einträge für den Bus, als JSON' });
  const signal = (await entries.inputValue()).replace('S102', 'S909');
  await entries.fill(signal.replace('"Detail":', '"Detail"'));
  await put.click();
  await dialog.getByText('Das ist kein JSON: Zeile 5').waitFor();
  await entries.fill(signal);
  await put.click();
  await here().local.idle();
  await shut();

  await show('Unzustellbares');
  await dialog.getByText('lms-missed-classes: there is no contact S909').click();
  await dialog.getByText('"contactId": "S909"').waitFor();
  await expectAccessible(page);
  await here().as.admin.send('PUT', '/v1/contacts/S909', { body: { name: 'Late Comer' } });
  await dialog.getByRole('button', { name: 'Alles dorthin zurückgeben, wo es scheiterte' }).click();
  await dialog.getByText('Nichts blieb liegen').waitFor();
  await here().local.idle();
  const { items } = await here().as.admin.get<{ items: object[] }>('/v1/alerts?contactId=S909');
  expect(items).toHaveLength(1);
  await shut();

  await show('Zeitreise');
  const go = dialog.getByRole('button', { name: 'Zeitreise' });
  await dialog.getByRole('spinbutton', { name: /^Minute/ }).press('ArrowUp');
  expect(await go.isEnabled()).toBe(true);
  // Meanwhile the instant has passed: it is not offered any more.
  await here().local.advance('PT1H');
  await expect.poll(() => go.isDisabled()).toBe(true);
});
