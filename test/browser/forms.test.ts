import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { browserOfFile, expectAccessible } from '#test/browser/pages.ts';
import { serve } from '#test/house/http.ts';
import { here } from '#test/house/institution.ts';

// The form of a type as people meet it: as a page of its own, and in a page of the institution.

const { open } = browserOfFile();

const narrow = { viewport: { width: 320, height: 640 } };

const fillIn = async (place: Page) => {
  // By role: what stands in an element in place of its shadow is there, and nobody sees it.
  await place.getByRole('textbox', { name: 'Your name' }).fill('Ned Neighbour');
  await place.getByRole('textbox', { name: 'Your email address' }).fill('ned@town.example');
  await place.getByRole('textbox', { name: 'In a few words' }).fill('A lamp is out');
  await place.getByRole('combobox', { name: 'Kind of hazard' }).selectOption({ label: 'Lighting' });
};

test('[UI-2] a form is filled in on a telephone, comes back with what is wrong, and is sent', async () => {
  const page = await open('/forms/hazard-report', 'nobody', { ...narrow, colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('alert').waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  await page.getByRole('link', { name: 'Your name: Fill this in' }).click();
  expect(await page.evaluate('document.activeElement.name')).toBe('contact.name');
  await fillIn(page);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('link', { name: 'Open your case' }).waitFor();
  await expectAccessible(page);
});

test('[UI-2] [PO-2] a form asks for what applies, offers what is known near by, and takes files', async () => {
  const { admin, nobody } = here().as;
  const {
    key: _k,
    version: _v,
    createdAt: _c,
    createdBy: _b,
    updatedAt: _u,
    ...type
  } = await admin.get<{
    [name: string]: unknown;
    fields: object[];
  }>('/v1/case-types/hazard-report');
  const lamps = {
    ...{ key: 'lamps', name: 'Which lamp', type: 'text', required: true, visibleToRequester: true },
    shownWhen: { field: 'case.fields.kind', op: 'is', value: 'lighting' },
  };
  const body = { ...type, fields: [...type.fields, lamps] };
  expect((await admin.send('PUT', '/v1/case-types/hazard-near', { body })).status).toBe(201);
  await nobody.post('/v1/public/case-types/hazard-near/cases', {
    contact: { name: 'Nora', email: 'nora@town.example' },
    ...{ subject: 'The path is broken', fields: { kind: 'surface' }, location: { lat: 40.7003, lon: -74.0102 } },
  });
  await here().local.idle();
  const page = await open('/forms/hazard-near', 'nobody', narrow);
  const which = page.getByRole('textbox', { name: 'Which lamp' });
  await which.waitFor({ state: 'hidden' });
  await fillIn(page);
  await which.fill('The third');
  await page.getByRole('combobox', { name: 'Kind of hazard' }).selectOption({ label: 'Electrical' });
  await which.waitFor({ state: 'hidden' });

  await page.getByRole('textbox', { name: /^Latitude/ }).fill('40.7004');
  await page.getByRole('textbox', { name: /^Longitude/ }).fill('-74.0102');
  const near = page.getByRole('region', { name: 'Is it one of these?' });
  await near.getByText(/The path is broken · Reported · 11.m away/).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  await near.getByRole('button', { name: /^Follow .* instead$/ }).click();
  await near.getByText('We have written to ned@town.example').waitFor();
  await page.getByRole('button', { name: 'Choose on the map' }).click();
  await page.getByText('Move the map until the place is in the circle.').waitFor();
  // The map and the two numbers say the same, whichever of them was changed last.
  const longitude = page.getByRole('textbox', { name: /^Longitude/ });
  const map = page.getByRole('region', { name: 'Map' });
  await map.press('ArrowRight');
  await page.waitForFunction("document.getElementsByName('location.lon')[0].value > -74");
  await longitude.fill('-74.01');
  await map.press('ArrowLeft');
  await page.waitForFunction("Number(document.getElementsByName('location.lon')[0].value) < -74.012");

  await page.getByLabel('Pictures and other files').setInputFiles({
    ...{ name: 'path.txt', mimeType: 'text/plain', buffer: Buffer.from('It is broken here.') },
  });
  await page.getByRole('button', { name: 'Send' }).click();
  const link = await page.getByRole('link', { name: 'Open your case' }).getAttribute('href');
  await page.goto(new URL(link ?? '').pathname);
  await page.getByRole('button', { name: 'path.txt' }).waitFor();
});

const formIn = (origin: string) => `<caseward-form type="hazard-report" server="${origin}">
  <form action="${origin}/forms/hazard-report" method="post">
    <p><label>Your name <input name="contact.name" required></label></p>
    <p><label>Your email <input name="contact.email" type="email" required></label></p>
    <p><label>In a few words <input name="subject" required></label></p>
    <input type="hidden" name="fields.kind" value="lighting">
    <button>Send without a script</button>
  </form>
</caseward-form>`;
const ourPage = (origin: string) => `<!doctype html><html lang="en"><title>Estates</title>
<h1>Tell us of a hazard</h1><script src="${origin}/embed.js" defer></script>${formIn(origin)}`;

/** A page of the institution on a server of its own, whose policy names ours and nothing else. */
const serveOurPage = (origin: string) =>
  serve(async (_request, response) => {
    const policy = ['default-src', 'script-src', 'connect-src', 'form-action'].map((directive) =>
      [directive, directive === 'default-src' ? "'none'" : origin].join(' '),
    );
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy.join('; ') });
    response.end(ourPage(origin));
  });

const sendPlain = async (page: Page, subject: string) => {
  await page.getByLabel('Your name').fill('Ned Neighbour');
  await page.getByLabel('Your email').fill('ned@town.example');
  await page.getByLabel('In a few words').fill(subject);
  await page.getByRole('button', { name: 'Send without a script' }).click();
  await page.getByRole('link', { name: 'Open your case' }).waitFor();
};

const subjectsOfHazards = async (): Promise<string[]> => {
  const { items } = await here().as.admin.get<{ items: { subject: string }[] }>('/v1/cases?type=hazard-report');
  return items.map(({ subject }) => subject);
};

test('[UI-3] a snippet shows the form in a page of another origin with a strict policy, and sends it with and without JavaScript', async () => {
  const { origin } = new URL((await open('/favicon.svg', 'nobody')).url());
  const institution = await serveOurPage(origin);
  onTestFinished(institution.close);
  const neighbour = institution.origin;
  const page = await open(`${neighbour}/estates`, 'nobody', { neighbour, colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('alert').waitFor();
  // The page around knows no dark, so the form in it is light, too.
  const paper = await page.evaluate("getComputedStyle(document.querySelector('caseward-form')).backgroundColor");
  expect(paper).toBe('rgb(255, 255, 255)');
  await page.getByRole('link', { name: 'Your name: Fill this in' }).click();
  await page.keyboard.type('Nora');
  await fillIn(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('link', { name: 'Open your case' }).waitFor();
  expect(page.url()).toBe(`${neighbour}/estates`);
  expect(await subjectsOfHazards()).toEqual(['A lamp is out']);

  const plain = await open(`${neighbour}/estates`, 'nobody', { neighbour, javaScriptEnabled: false });
  await sendPlain(plain, 'The lamp at the gate');
  expect((await subjectsOfHazards()).toSorted()).toEqual(['A lamp is out', 'The lamp at the gate']);
});

test('[UI-3] where the form cannot be had, the plain one in the snippet stays and is sent', async () => {
  const page = await open('/favicon.svg', 'nobody');
  const { origin } = new URL(page.url());
  await page.route('**/estates', (route) => route.fulfill({ contentType: 'text/html', body: ourPage(origin) }));
  await page.route('**/forms/*', (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()));
  await page.goto('/estates');
  await sendPlain(page, 'A step is loose');
});
