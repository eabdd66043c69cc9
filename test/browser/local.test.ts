import { expect, test } from 'vitest';
import { browserOfFile, expectAccessible, telephone } from '#test/browser/pages.ts';
import { here } from '#test/house/institution.ts';
import { aCase } from '../stories/world.ts';

const { open } = browserOfFile({ local: true });

test('[UI-1] the bar of the local stack travels, shows what happens, disturbs it, and lets one be another', async () => {
  await aCase({ subject: 'Seen from below', contactId: 'S102' });
  await here().local.idle();
  const page = await open('/work?view=all-open', 'manager');
  const bar = page.getByRole('complementary', { name: 'On this machine' });
  const dialog = page.getByRole('dialog');
  const show = async (name: string) => {
    await bar.getByRole('button', { name }).click();
    await page.getByRole('dialog', { name }).waitFor();
  };
  const shut = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };

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
