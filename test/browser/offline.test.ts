import { expect, test } from 'vitest';
import { browserOfFile } from '#test/browser/pages.ts';
import { here } from '#test/house/institution.ts';
import { aCase } from '../stories/world.ts';

const { open } = browserOfFile();

test('[UI-1] offline nothing typed is lost, the page says so, and goes on when the connection is back', async () => {
  const { id, version } = await aCase({ subject: 'On a train' });
  const page = await open(`/cases/${id}`, 'manager');
  const connection = page.getByRole('banner').getByText('No connection');
  const note = page.getByLabel('Note', { exact: true });
  const add = page.getByRole('button', { name: 'Add note' });
  await note.fill('Written in a tunnel');

  // What a first view can do without comes soon after it.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('toasts')),
  );
  await page.context().setOffline(true);
  await connection.waitFor();
  await add.click();
  await page.getByRole('main').getByText('No connection').waitFor();
  expect(await note.inputValue()).toBe('Written in a tunnel');
  // What is done at once says so, too, and one stays where one is.
  await page.getByRole('button', { name: 'Claim', exact: true }).click();
  await page.getByRole('alertdialog').getByText('No connection').waitFor();
  await here().as['another manager'].send('PATCH', `/v1/cases/${id}`, {
    body: { subject: 'In a tunnel' },
    headers: { 'if-match': `"${version}"` },
  });
  await here().local.idle();

  await page.context().setOffline(false);
  await connection.waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1, name: /In a tunnel/ }).waitFor();
  expect(await note.inputValue()).toBe('Written in a tunnel');
  await add.click();
  await page.getByRole('list', { name: 'History' }).getByText('Written in a tunnel').waitFor();
  expect(await note.inputValue()).toBe('');
});
