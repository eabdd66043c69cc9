import { beforeAll, expect, test } from 'vitest';
import { browserOfFile, expectAccessible } from '#test/browser/pages.ts';
import { here, shareInstitution } from '#test/house/institution.ts';

beforeAll(shareInstitution);
const { open } = browserOfFile();

const raise = (contactId: string, description: string) =>
  here().as.enquiry.post<{ id: string }>('/v1/alerts', {
    type: 'attendance',
    contactId,
    description,
    priority: 'high',
    course: { code: 'MATH-101' },
  });

test('[UI-1] alerts are triaged by keys alone, each settled one leading to the next', async () => {
  const first = await raise('S111', 'Missed three classes');
  const second = await raise('S112', 'Has not been seen');
  await here().local.idle();
  const page = await open('/alerts', 'manager');
  await page.getByRole('link', { name: /Missed three classes/ }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('button', { name: 'Start' }).waitFor();
  await page.getByRole('link', { name: 'Zoe Dubois', exact: true }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog', { name: 'Resolve' });
  await dialog.getByText('Contacted the student').waitFor();
  // The first field has the keys at once, and what is typed is sent without the mouse.
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.type('She was ill');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(`**/alerts/${second.id}*`);
  expect(await here().as.manager.get(`/v1/alerts/${first.id}`)).toMatchObject({
    status: 'resolved',
    outcome: 'contacted',
  });
  await page.getByRole('link', { name: 'Ivan Petrov', exact: true }).waitFor();
  await page.keyboard.press('s');
  await page.getByText('You have begun with it').waitFor();
  await page.keyboard.press('e');
  const escalation = page.getByRole('dialog', { name: 'Escalate' });
  await escalation.getByRole('button', { name: /Type/ }).click();
  await page.getByRole('option', { name: /Academic concern/ }).click();
  await escalation.getByRole('button', { name: 'Escalate' }).click();
  await page.getByText('Escalated', { exact: true }).first().waitFor();
  const { caseId } = await here().as.manager.get<{ caseId: string }>(`/v1/alerts/${second.id}`);
  expect(await here().as.manager.get(`/v1/cases/${caseId}`)).toMatchObject({
    contactId: 'S112',
    alertIds: [second.id],
  });
});

test('[UI-1] what is reported again is one alert with all of its reports, and a place for notes', async () => {
  await here()
    .as.admin.send('GET', '/v1/alert-types/attendance')
    .then(async ({ body, headers }) => {
      const {
        key: _k,
        version: _v,
        createdAt: _c,
        createdBy: _b,
        updatedAt: _u,
        ...type
      } = body as Record<string, unknown>;
      const ifMatch = { 'if-match': headers.get('etag') ?? '' };
      await here().as.admin.send('PUT', '/v1/alert-types/attendance', {
        body: { ...type, repeatWindow: 'P7D' },
        headers: ifMatch,
      });
    });
  const { id } = await raise('S113', 'Missed a class');
  await raise('S113', 'Missed another');
  await here().local.idle();
  const page = await open(`/alerts/${id}`, 'manager', { viewport: { width: 390, height: 800 } });
  const reports = page.getByRole('region', { name: 'Every report of it' });
  await reports.getByText('Missed another').waitFor();
  expect(await reports.getByRole('listitem').count()).toBe(2);
  await page.keyboard.press('n');
  await page.keyboard.type('I will call her');
  await page.reload();
  await reports.waitFor();
  await page.keyboard.press('n');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('region', { name: 'Notes' }).getByText('I will call her').waitFor();
  await expectAccessible(page);
});

test('[UI-1] two people at one alert: both versions stand side by side, and nothing typed is lost', async () => {
  const { id } = await raise('S114', 'Before');
  const page = await open(`/alerts/${id}?view=all`, 'manager');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Mine');
  const { headers } = await here().as['another manager'].send('GET', `/v1/alerts/${id}`);
  await here().as['another manager'].send('PATCH', `/v1/alerts/${id}`, {
    body: { description: 'Theirs', priority: 'low' },
    headers: { 'if-match': headers.get('etag') ?? '' },
  });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('radio', { name: /Theirs/ }).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('region', { name: 'The alert' }).getByText('Mine', { exact: true }).waitFor();
  expect(await here().as.manager.get(`/v1/alerts/${id}`)).toMatchObject({ description: 'Mine', priority: 'low' });
});

test('[UI-1] alerts that are selected are tried out together, and settled', async () => {
  const ids = [await raise('S116', 'One of two'), await raise('S117', 'The other of two')].map(({ id }) => id);
  await here().local.idle();
  const page = await open('/alerts', 'manager');
  await page.getByRole('checkbox', { name: 'Select: One of two' }).press(' ');
  await page.getByRole('link', { name: /The other of two/ }).click();
  await page.getByRole('button', { name: 'Start' }).waitFor();
  await page.keyboard.press('x');
  const bar = page.getByRole('region', { name: /selected alerts/ });
  await bar.getByText('2 selected').waitFor();
  await bar.getByRole('button', { name: 'Resolve' }).click();
  const dialog = page.getByRole('dialog', { name: 'Resolve' });
  await dialog.getByRole('button', { name: /Outcome/ }).click();
  await page.getByRole('option', { name: 'Contacted the student' }).click();
  await dialog.getByRole('button', { name: 'Try out' }).click();
  await dialog.getByText('2 alerts would change').waitFor();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await dialog.getByText('2 alerts have changed').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  for (const id of ids)
    expect(await here().as.manager.get(`/v1/alerts/${id}`)).toMatchObject({ status: 'resolved', outcome: 'contacted' });
});
