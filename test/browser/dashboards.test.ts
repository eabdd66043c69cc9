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
