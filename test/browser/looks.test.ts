import { beforeAll, expect, test } from 'vitest';
import { browserOfFile, expectAccessible, expectNoSideways, goTo, settled, telephone } from '#test/browser/pages.ts';
import { here, shareInstitution } from '#test/house/institution.ts';
import { aCase, anAlert } from '../stories/world.ts';

// Every main page of staff in the looks that nobody sees while they write it.

beforeAll(shareInstitution);
const { open } = browserOfFile();

/** A window of 1280 points at 200 %. */
const zoomed = { width: 640, height: 400 };
const desk = { width: 1280, height: 800 };

/** Pages that show something, and every part of a case. */
const paths = async (): Promise<string[]> => {
  const contactId = 'S102';
  const { id } = await aCase({ contactId, subject: 'Has a long subject that a small screen has to break somewhere' });
  const alert = await anAlert({ contactId, description: 'Missed three classes of a course with a long name' });
  await here().local.idle();
  return [
    '/work?view=all-open',
    `/cases/${id}`,
    ...['tasks', 'plan', 'questions', 'files', 'people', 'links', 'time', 'rules'].map(
      (tab) => `/cases/${id}?tab=${tab}`,
    ),
    `/alerts/${alert.id}`,
    '/contacts',
    `/contacts/${contactId}`,
    '/search?q=long',
    '/dashboards',
    '/dashboards?report=workload',
    '/map',
  ];
};

// What holds turned around holds in English: pages are written by logical sides.
const lang = 'en-XB';

test('[UI-5] turned from right to left no page is wider than a telephone or a window at 200 %, nor has a serious fault', {
  timeout: 120_000,
}, async () => {
  const [first = '', ...others] = await paths();
  const page = await open(`${first}&lang=${lang}`, 'manager', { viewport: telephone });
  const tooWide: string[] = [];
  for (const path of [first, ...others]) {
    if (path !== first) await goTo(page, path);
    await settled(page);
    for (const viewport of [desk, zoomed, telephone]) {
      await page.setViewportSize(viewport);
      await expectNoSideways(page).catch(() => tooWide.push(`${path} at ${viewport.width}`));
    }
    // Parts of a case are alike to axe.
    if (!path.includes('?tab=')) await expectAccessible(page);
  }
  expect(tooWide).toEqual([]);
});
