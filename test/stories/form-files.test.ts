import { expect, test } from 'vitest';
import { anAddress } from './strangers.ts';
import { here, likeness, put, unique } from './world.ts';

// Files that a browser sends along with a form, also one without JavaScript: `multipart/form-data`.

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = (name = 'lamp.png') => new File([png], name, { type: 'image/png' });
const person = (): Record<string, string> => ({
  'contact.name': 'Ned',
  'contact.email': `${unique('ned')}@town.example`,
});
const lamp = (): Record<string, string> => ({ ...person(), subject: 'A lamp is out', 'fields.kind': 'lighting' });

const send = async (
  path: string,
  texts: Record<string, string>,
  files: readonly File[],
  { accept = 'text/html', from = anAddress() } = {},
) => {
  const form = new FormData();
  for (const [name, text] of Object.entries(texts)) form.append(name, text);
  for (const file of files) form.append('files', file);
  const request = new Request('http://form', { method: 'POST', body: form });
  const answer = await here().fetch(`${here().url}${path}`, {
    method: 'POST',
    headers: { accept, 'content-type': request.headers.get('content-type') ?? '' },
    body: new Uint8Array(await request.arrayBuffer()),
    from,
  });
  return { status: answer.status, html: await answer.text() };
};
const linkIn = (html: string): string => /href="[^"]*(\/links\/[\w-]+)"/.exec(html)?.[1] ?? '';
const filesAt = async (link: string) => {
  const { items } = await here().as.nobody.get<{ items: { name: string; state: string; size: number }[] }>(
    `/v1/public${link}/files`,
  );
  return items.map(({ name, state, size }) => [name, state, size]);
};

test('[UI-2] [FI-1] files that are sent with a form are files of its case, once however often it is sent', async () => {
  // A browser that was given no second file sends an empty one.
  const files = [
    picture(),
    new File(['Dark since Monday.'], 'what I saw.txt', { type: 'text/plain' }),
    new File([], ''),
  ];
  const inputs = { key: unique('key-'), ...lamp() };
  const from = anAddress();
  const first = await send('/forms/hazard-report', inputs, files, { from });
  expect(first.status, first.html).toBe(201);
  const again = await send('/forms/hazard-report', inputs, files, { from });
  expect([again.status, linkIn(again.html)]).toEqual([201, linkIn(first.html)]);
  await here().local.idle();
  expect(await filesAt(linkIn(first.html))).toEqual([
    ['lamp.png', 'stored', png.length],
    ['what I saw.txt', 'stored', 18],
  ]);
});

test('[UI-2] [FI-1] files that the type does not take are said at their input with all other faults, and nothing is raised', async () => {
  const type = unique('files-');
  const files = { requester: { maxSize: 10, maxCount: 2, types: ['text/plain'] } };
  await put(`/v1/case-types/${type}`, await likeness('/v1/case-types/hazard-report', { files }));
  const { status, html } = await send(`/forms/${type}`, person(), [picture(), picture(), picture()]);
  expect(status).toBe(400);
  expect(html).toContain('Pictures and other files: Choose fewer files');
  expect(html).toContain('In a few words: Fill this in');
  expect(html).toContain('Choose your files again');
  const problem = await send(`/forms/${type}`, lamp(), [picture()], { accept: 'application/json' });
  expect(JSON.parse(problem.html)).toMatchObject({
    code: 'invalid-request',
    errors: [
      { pointer: '/files', code: 'too-large' },
      { pointer: '/files', code: 'type-not-allowed' },
    ],
  });
  const { items } = await here().as.admin.get<{ items: object[] }>(`/v1/cases?type=${type}`);
  expect(items).toEqual([]);
});

test('[UI-2] a type that takes no files of requesters asks for none', async () => {
  const type = unique('files-');
  const files = { requester: { maxCount: 0 } };
  await put(`/v1/case-types/${type}`, await likeness('/v1/case-types/hazard-report', { files }));
  const page = await here().fetch(`${here().url}/forms/${type}`, { headers: { accept: 'text/html' } });
  expect(await page.text()).not.toMatch(/type="file"|enctype/);
});

test('[UI-2] more than a form may have is said as a page; what is no form at all is refused', async () => {
  const large = await send('/forms/hazard-report', lamp(), [new File([new Uint8Array(5 * 2 ** 20)], 'long.mp4')]);
  expect([large.status, large.html.includes('they may have 4 MB together')]).toEqual([413, true]);
  const german = await send('/forms/hazard-report?lang=de', lamp(), [new File([new Uint8Array(5 * 2 ** 20)], 'x.mp4')]);
  expect([german.status, german.html.includes('Zusammen dürfen sie 4 MB haben')]).toEqual([413, true]);
  const inLatin1 = new URLSearchParams(lamp()).toString().replace('Ned', 'Jos%e9');
  const part = 'content-disposition: form-data; name="subject"\r\n\r\n';
  for (const [type, body, status] of [
    ['multipart/form-data; boundary=x', 'nothing of the kind', 400],
    ['multipart/form-data; boundary=x', Buffer.from(`--x\r\n${part}L\xe1mpara\r\n--x--\r\n`, 'latin1'), 400],
    ['application/x-www-form-urlencoded', inLatin1, 400],
    ['application/x-www-form-urlencoded', inLatin1.replace('%e9', '%c3%a9%ef%bf%bd'), 201],
  ] as const) {
    const headers = { 'content-type': type };
    const init = { method: 'POST', headers, body, from: anAddress() };
    const answer = await here().fetch(`${here().url}/forms/hazard-report`, init);
    expect([answer.status, await answer.text()]).toEqual([
      status,
      expect.stringContaining(status === 400 ? '"malformed-text"' : '/links/'),
    ]);
  }
});
