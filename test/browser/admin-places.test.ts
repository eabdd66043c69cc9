import { expect, test } from 'vitest';
import { rooms } from '#console/admin/kinds.ts';
import {
  browserOfFile,
  expectAccessible,
  expectFitsTelephone,
  expectNoSideways,
  goTo,
  settled,
  telephone,
} from '#test/browser/pages.ts';
import { here } from '#test/house/institution.ts';
import { anEndpoint } from '../stories/endpoint.ts';
import { bulk } from '../stories/jobs.ts';
import { aCase, aCaseType, aContact, act, put, signIn, unique } from '../stories/world.ts';

// The screens of administration beside the forms of what is configured, in one page: each shows
// what is there, and does the one thing that it is for.

const { open } = browserOfFile();

test('[UI-4] webhooks, retention, jobs, imports, access and mail that went wrong show what is there and act on it', {
  timeout: 120_000,
}, async () => {
  const { local, as } = here();
  const endpoint = await anEndpoint();
  const type = await aCaseType({ name: 'Short-lived' });
  const condition = { field: 'case.type', op: 'is', value: type };
  const events = ['Case Created'];
  await put('/v1/webhooks/warehouse-here', { name: 'Warehouse', url: endpoint.url, events, condition });
  const over = await aCase({ type, contactId: 'S101', subject: 'To be forgotten' });
  await act(as.manager, `/v1/cases/${over.id}/close`, { reason: 'solved' });
  const address = `bounce+${unique('x')}@simulator.amazonses.com`;
  const lost = await aContact({ email: address });
  const left = await aCase({ contactId: lost.id });
  await act(as.manager, `/v1/cases/${left.id}/messages`, { subject: 'Hello', text: 'Are you there?' });
  await local.idle();
  await local.advance('P2D');
  // Tokens last for a day.
  const [admin, manager] = await Promise.all([signIn('ada', 'admins'), signIn('amara', 'advisers')]);
  await bulk(manager, { ids: [left.id], action: { do: 'add-tag', tag: 'seen' } });
  expect(endpoint.got).toHaveLength(1);

  // One that had been there would have run by itself.
  const policy = { name: 'A day', for: { kind: 'case', type }, after: 'P1D', mode: 'anonymise' };
  expect((await admin.send('PUT', '/v1/retention-policies/soon', { body: policy })).status).toBe(201);
  const page = await open('/admin/webhooks/warehouse-here?tab=deliveries', 'admin');
  const delivery = page.getByRole('row', { name: /Case Created/ });
  await delivery.getByText('204').waitFor();
  await expectAccessible(page);
  await expectFitsTelephone(page);
  await delivery.getByRole('button', { name: 'Replay' }).click();
  await page.getByText('Is being sent again').first().waitFor();
  await local.advance('PT1S');
  expect(endpoint.got).toHaveLength(2);

  await goTo(page, '/admin/retention-policies/soon?tab=try');
  await page.getByRole('button', { name: 'Dry run' }).click();
  await page.getByRole('link', { name: over.reference }).waitFor();
  await expectAccessible(page);
  await expectFitsTelephone(page);
  await page.getByRole('button', { name: 'Run now' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Run now' }).click();
  await page.getByRole('link', { name: 'Jobs' }).click();

  const retention = page.getByRole('row', { name: /Retention/ });
  await retention.getByText('Finished').waitFor();
  expect(await admin.get(`/v1/cases/${over.id}`)).not.toMatchObject({ subject: 'To be forgotten' });
  const tagged = page.getByRole('row', { name: /Bulk/ });
  await tagged.getByText('Amara').waitFor();
  await expectAccessible(page);
  await expectFitsTelephone(page);
  await tagged.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone').waitFor();
  expect(await admin.get(`/v1/cases/${left.id}`)).toMatchObject({ tags: [] });

  await goTo(page, '/admin/imports');
  const rows = 'id,name,email\nZ901,Zoe Brought,zoe@students.example.edu\nZ902,,broken\n';
  await page.locator('input[type=file]').setInputFiles({
    ...{ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) },
  });
  await page.getByRole('button', { name: 'Dry run' }).click();
  await page.getByText('New', { exact: true }).waitFor();
  await page.getByText('Refused', { exact: true }).waitFor();
  await expectAccessible(page);
  await expectFitsTelephone(page);
  expect((await admin.send('GET', '/v1/contacts/Z901')).status).toBe(404);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('It is imported').waitFor();
  expect(await admin.get('/v1/contacts/Z901')).toMatchObject({ name: 'Zoe Brought' });

  await goTo(page, '/admin/mail');
  const suppressed = page.getByRole('row', { name: new RegExp(address.replace('+', '\\+')) });
  await suppressed.waitFor();
  await expectAccessible(page);
  await expectFitsTelephone(page);
  await suppressed.getByRole('button', { name: 'Mail again' }).click();
  await suppressed.waitFor({ state: 'detached' });
  await act(manager, `/v1/cases/${left.id}/messages`, { subject: 'Once more', text: 'And now?' });
  await local.idle();
  expect((await local.mails(address)).map(({ subject }) => subject)).toContain('Once more');

  await goTo(page, '/admin/access');
  await settled(page);
  const column = await page.getByRole('columnheader').allInnerTexts();
  const cells = page.getByRole('row', { name: /^Advisers/ }).getByRole('cell');
  await cells
    .nth(column.indexOf('Academic concern') - 1)
    .getByText('Managers')
    .waitFor();
  await expectAccessible(page);
  await expectFitsTelephone(page);
  await page.getByRole('link', { name: 'Academic concern' }).click();
  await page.waitForURL('**/admin/case-types/academic-concern');

  await page.setViewportSize(telephone);
  for (const kind of rooms.flatMap(({ kinds }) => kinds)) {
    await goTo(page, `/admin/${kind}`);
    await settled(page);
    await expectNoSideways(page);
  }
});
