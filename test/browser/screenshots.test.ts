import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserOfFile, settled } from '#test/browser/pages.ts';
import { here, type Role } from '#test/house/institution.ts';

// `npm run screenshots` takes the pictures of docs/pictures: what the README and the guides show.

const folder = process.env.CASEWARD_SCREENSHOTS;
const phone = { width: 390, height: 800 };
const desk = { width: 1280, height: 800 };

interface Day {
  caseId: string;
  alertId: string;
}

const signalOf = (contactId: string) => ({
  Source: 'lms.example.edu',
  DetailType: 'Classes Missed',
  Detail: { contactId, course: 'MATH-101', week: '2026-W46', missed: 3 },
});

const subjects = [
  'Struggles with the workload',
  'Wants to change course',
  'Fees not paid in time',
  'Has not been seen for a week',
];

/** A working day of the sample institution, so that the pages have something to show. */
const aDay = async (): Promise<Day> => {
  const { local, as } = here();
  for (const [index, subject] of subjects.entries())
    await as.manager.post('/v1/cases', {
      type: 'academic-concern',
      subject,
      contactId: `S10${index + 3}`,
      priority: ['medium', 'high', 'low', 'critical'][index],
    });
  await local.putEvents(['S101', 'S102', 'S105'].map(signalOf));
  const hazards = [
    [40.7003, -74.0102],
    [40.7009, -74.0121],
    [40.7128, -74.006],
    [40.7306, -73.9866],
  ];
  for (const [lat, lon] of hazards)
    await as.nobody.post('/v1/public/case-types/hazard-report/cases', {
      contact: { name: 'Ned Neighbour', email: 'ned@town.example' },
      subject: 'A lamp is out',
      fields: { kind: 'lighting' },
      location: { lat, lon },
    });
  await local.idle();
  const { items } = await as.admin.get<{ items: { id: string; caseId?: string }[] }>('/v1/alerts?contactId=S102');
  const caseId = items[0]?.caseId ?? '';
  await as.manager.post(`/v1/cases/${caseId}/claim`);
  await as.manager.post(`/v1/cases/${caseId}/notes`, {
    text: 'Called, no answer. Will try again at noon.',
    public: false,
  });
  await as.manager.post(`/v1/cases/${caseId}/questions`, { text: 'Is there anything that keeps you from class?' });
  await local.idle();
  await local.advance('PT5H');
  return { caseId, alertId: items[0]?.id ?? '' };
};

const pictures: [name: string, path: (day: Day) => string, role: Role | 'nobody'][] = [
  ['work', () => '/work?view=all-open', 'manager'],
  ['case', ({ caseId }) => `/cases/${caseId}`, 'manager'],
  ['alerts', ({ alertId }) => `/alerts/${alertId}`, 'manager'],
  ['contact', () => '/contacts/S102', 'manager'],
  ['search', () => '/search?q=course', 'manager'],
  ['dashboards', () => '/dashboards', 'admin'],
  ['map', () => '/map', 'admin'],
  ['administration', () => '/admin', 'admin'],
  ['rule', () => '/admin/rules/critical-first-years', 'admin'],
  ['portal', ({ caseId }) => `/portal/cases/${caseId}`, 'requester, a starter'],
  ['form', () => '/forms/hazard-report', 'nobody'],
];
/** Whose case the pictures show. */
const liam = { sub: 'S102', name: 'Liam Okafor', groups: ['students'] };

const looks: [look: string, options: BrowserContextOptions][] = [
  ['', { viewport: desk }],
  ['-dark', { viewport: desk, colorScheme: 'dark' }],
  ['-phone', { viewport: phone }],
];

describe.skipIf(folder === undefined)('pictures', () => {
  const { open, expected } = browserOfFile();

  test('of the main pages, light, dark and on a phone', { timeout: 600_000 }, async () => {
    mkdirSync(String(folder), { recursive: true });
    const day = await aDay();
    expect(day.caseId).not.toBe('');
    for (const [name, path, role] of pictures)
      for (const [look, options] of looks) {
        const page = await open(path(day), role, name === 'portal' ? { ...options, person: liam } : options);
        await settled(page);
        // A map is drawn by a worker of its own.
        await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
        await page.screenshot({ path: join(String(folder), `${name}${look}.png`) });
        await page.close();
      }
    expect(expected()).toEqual([]);
  });
});
