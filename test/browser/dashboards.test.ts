import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { browserOfFile, expectAccessible } from '#test/browser/pages.ts';
import { here } from '#test/house/institution.ts';

const { open } = browserOfFile();

const raise = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index++)
    await here().as.manager.post('/v1/cases', {
      type: 'academic-concern',
      subject: `Case ${index}`,
      contactId: 'S101',
    });
  await here().local.idle();
};

test('[DA-4] a figure leads to as many rows as it says; a chart is a table as well', async () => {
  await raise(3);
  const page = await open('/dashboards?compare=true', 'manager');
  const raised = page.getByRole('link', { name: /Cases raised/ });
  await raised.waitFor();
  const count = Number(/\d+/.exec((await raised.textContent()) ?? '')?.[0]);
  expect(count).toBeGreaterThanOrEqual(3);
  await page.locator('svg text').first().waitFor();
  await expectAccessible(page);
  const types = page.getByRole('region', { name: 'Cases by type' });
  await types.getByRole('button', { name: 'Show as table' }).click();
  await types.getByRole('rowheader', { name: 'Academic concern' }).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    types.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('Cases by type.csv');
  expect(await text(await file.createReadStream())).toMatch(/^\uFEFF?What,.*\r\nAcademic concern,3,0\r\n/);
  await types.getByRole('button', { name: 'Show as chart' }).click();
  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    types.getByRole('button', { name: 'Download as a picture' }).click(),
  ]);
  expect(picture.suggestedFilename()).toBe('Cases by type.svg');
  expect(await text(await picture.createReadStream())).toMatch(/^<svg .*Academic concern.*<\/svg>$/s);
  await raised.click();
  await page.getByRole('heading', { name: 'Cases', exact: true }).waitFor();
  await page.getByRole('row').nth(count).waitFor();
  expect(await page.getByRole('row').count()).toBe(count + 1);
});

test.each(['funnel', 'workload', 'targets', 'outcomes', 'activity'])(
  '[DA-4] the report %s is drawn',
  async (report) => {
    await raise(1);
    const page = await open(`/dashboards?report=${report}`, 'manager', { colorScheme: 'dark' });
    await page
      .getByRole('tabpanel')
      .getByText(/As of|Name a contact/)
      .waitFor();
    await expectAccessible(page);
  },
);

test('[DA-4] [UI-1] open cases that lie somewhere are on a map, and in a list beside it for the keyboard', async () => {
  const hazard = (subject: string, lat: number) =>
    here().as.nobody.post<{ id: string }>('/v1/public/case-types/hazard-report/cases', {
      contact: { name: 'Ned', email: 'ned@town.example' },
      ...{ subject, fields: { kind: 'lighting' }, location: { lat, lon: -74 } },
    });
  await hazard('A lamp is out', 40.7);
  await hazard('A step is loose', 40.71);
  await raise(1);
  const page = await open('/map', 'admin');
  const list = page.getByRole('list', { name: 'Cases on the map' });
  await list.getByRole('link', { name: 'A step is loose' }).waitFor();
  expect(await list.getByRole('listitem').count()).toBe(2);
  await page.locator('main canvas').waitFor();
  await list.getByRole('link', { name: 'A lamp is out' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /A lamp is out/ }).waitFor();
});
