import { text } from 'node:stream/consumers';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { tinyBasemap } from '#test/browser/basemap.ts';
import { browserOfFile, expectAccessible } from '#test/browser/pages.ts';
import { pixelsOf } from '#test/browser/pixels.ts';
import { here } from '#test/house/institution.ts';

const { open, nameBasemap } = browserOfFile();

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

const hazard = (subject: string, lat: number, lon = -74) =>
  here().as.nobody.post<{ id: string }>('/v1/public/case-types/hazard-report/cases', {
    contact: { name: 'Ned', email: 'ned@town.example' },
    ...{ subject, fields: { kind: 'lighting' }, location: { lat, lon } },
  });

const land = [240, 239, 233, 3] as const;
const sea = [228, 238, 249, 3] as const;
const line = [132, 130, 111, 60] as const;
const brand = [15, 92, 92, 45] as const;

/** The map once it is drawn. */
const mapOf = async (page: Page): Promise<Locator> => {
  const map = page.getByRole('application', { name: 'Map of open cases' });
  await map.and(page.locator('[aria-busy=false]')).waitFor();
  return map;
};

/** Where a map has marks: the highest of them, and how far apart they are. */
const marksOf = async (map: Locator) => {
  const { width = 0 } = (await map.boundingBox()) ?? {};
  const found = (await pixelsOf(map, brand)).flatMap(({ places }) => places);
  const places = found.filter(([x]) => x < width - 60); // beside its buttons, which are dark, too
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, wide: Math.max(...xs) - left, high: Math.max(...ys) - top };
};

test('[DA-4] [UI-1] open cases that lie somewhere are on a map, and in a list beside it for the keyboard', async () => {
  await hazard('A lamp is out', 40.7);
  await hazard('A step is loose', 40.71);
  await hazard('A door sticks', 38.7, -9.1);
  await raise(1);
  const page = await open('/map', 'admin');
  const list = page.getByRole('list', { name: 'Cases on the map' });
  await list.getByRole('link', { name: 'A step is loose' }).waitFor();
  expect(await list.getByRole('listitem').count()).toBe(3);
  // Without a basemap: two shores, their borders, and the sea between them.
  const map = await mapOf(page);
  const shares = async (of: Locator) => (await pixelsOf(of, land, sea, line)).map(({ share }) => share);
  const [lands = 0, seas = 0, borders = 0] = await shares(map);
  expect([lands > 0.1, seas > 0.3, borders > 0.0005]).toEqual([true, true, true]);
  await list.getByRole('link', { name: 'A lamp is out' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /A lamp is out/ }).waitFor();

  nameBasemap(tinyBasemap());
  const parts: (string | undefined)[] = [];
  page.on('request', (request) => request.url().endsWith('.pmtiles') && parts.push(request.headers().range));
  await page.goto('/map');
  const other = await mapOf(page);
  const [earth = 0, strait = 0, road = 0] = await shares(other);
  expect([earth > 0.7, strait > 0.05, road > 0.0005]).toEqual([true, true, true]);
  expect([parts.length > 0, parts.filter((part) => !part?.startsWith('bytes='))]).toEqual([true, []]);
  // Two that are near are one circle, which leads nearer: then each is a place of its own.
  const { width = 0 } = (await other.boundingBox()) ?? {};
  const places = (await pixelsOf(other, brand)).flatMap((found) => found.places);
  const [x = 0, y = 0] = places.find(([across]) => across < width / 2) ?? [];
  await other.click({ position: { x, y: y + 8 } });
  const areTwo = async () => {
    const { wide, high } = await marksOf(other);
    return wide < 40 && high > 50;
  };
  await expect.poll(areTwo, { timeout: 30_000 }).toBe(true);
  const { left, top, wide } = await marksOf(other);
  await other.click({ position: { x: left + wide / 2, y: top + 6 } });
  await page.getByRole('heading', { level: 1, name: /A step is loose/ }).waitFor();
});
