import { parseDocument } from 'htmlparser2';
import { afterAll, describe, expect, test } from 'vitest';
import type { CaseAnswer, CaseForRequester } from '#shared/casework/cases/case.ts';
import { anAddress, strangerPosts } from './strangers.ts';
import { everyPage, expectRefused, here, likeness, mailsAbout, put, signIn, unique } from './world.ts';

// The form of a type as a browser without JavaScript has it: a page, its inputs, what they send.

// Of the deployment that the house stands for; its functions read it when they are first called.
process.env.EDGE_KEY = 'known-to-cloudfront';
afterAll(() => {
  delete process.env.EDGE_KEY;
});

const field = (key: string, type: string, more: object = {}) => ({
  ...{ key, name: `The ${key}`, type, visibleToRequester: true },
  ...more,
});

/** A type that anybody may raise cases of, a hazard report but for what is said. */
const aFormOf = async (changes: object = {}): Promise<string> => {
  const type = unique('page-');
  await put(`/v1/case-types/${type}`, await likeness('/v1/case-types/hazard-report', changes));
  return type;
};

interface Browsing {
  from?: string;
  language?: string;
}
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const open = async (path: string, { language = 'en' }: Browsing = {}) => {
  const headers = { ...browser, 'accept-language': language };
  const answer = await here().fetch(`${here().url}${path}`, { headers });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
};

const send = async (
  path: string,
  inputs: [string, string][],
  { from = anAddress(), language = 'en' }: Browsing = {},
) => {
  const answer = await here().fetch(`${here().url}${path}`, {
    method: 'POST',
    headers: { ...browser, 'content-type': 'application/x-www-form-urlencoded', 'accept-language': language },
    body: String(new URLSearchParams(inputs)),
    from,
  });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
};

interface Element {
  name: string;
  attribs: Record<string, string>;
  children: (Element | { data?: string })[];
}
const isElement = (node: object): node is Element => 'attribs' in node;
const elements = (html: string): Element[] => {
  const below = (node: Element): Element[] =>
    node.children.filter(isElement).flatMap((child) => [child, ...below(child)]);
  return below(parseDocument(html) as unknown as Element);
};
const textOf = (node: object): string => {
  if ('data' in node) return String(node.data);
  return isElement(node) ? node.children.map(textOf).join('') : '';
};
const named = (html: string, name: string): Element[] => elements(html).filter(({ attribs }) => attribs.name === name);
const keyOf = (html: string): [string, string] => ['key', named(html, 'key')[0]?.attribs.value ?? ''];

const person = (): [string, string][] => [
  ['contact.name', 'Ned Neighbour'],
  ['contact.email', `${unique('ned')}@town.example`],
];
const lamp = (): [string, string][] => [...person(), ['subject', 'A lamp is out'], ['fields.kind', 'lighting']];

const referenceIn = (html: string): string => /reference is ([0-9A-Z-]+)/.exec(html)?.[1] ?? '';
const linkIn = (html: string): string => /href="[^"]*(\/links\/[\w-]+)"/.exec(html)?.[1] ?? '';

describe('[UI-2] the page of a form, without JavaScript', () => {
  test('[UI-2] [PO-2] is filled in and sent, and answers with the reference and a link that opens the case', async () => {
    const page = await open('/forms/hazard-report');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
    const [form] = elements(page.html).filter(({ name }) => name === 'form');
    expect(form?.attribs).toMatchObject({ method: 'post', action: '/forms/hazard-report' });
    const inputs = lamp();
    const answer = await send('/forms/hazard-report', [keyOf(page.html), ...inputs, ['contact.phone', '']]);
    expect(answer.status).toBe(201);
    const mine = await here().as.nobody.get<CaseForRequester>(`/v1/public${linkIn(answer.html)}`);
    expect(mine).toMatchObject({
      ...{ reference: referenceIn(answer.html), subject: 'A lamp is out' },
      fields: { kind: 'lighting' },
    });
    expect(await mailsAbout(mine as never)).toContain(`case-raised-requester → ${inputs[1]?.[1]}`);
  });

  test('[UI-2] takes every kind of field, as a browser sends it', async () => {
    const options = ['red', 'green', 'blue'].map((key) => ({ key, name: `Colour ${key}` }));
    const type = await aFormOf({
      fields: [
        field('kind', 'text'),
        ...['integer', 'decimal', 'date', 'boolean', 'email', 'phone', 'link'].map((kind) => field(kind, kind)),
        field('long', 'long-text'),
        field('when', 'date-time'),
        field('one', 'choice', { options }),
        field('some', 'choices', { options }),
        field('price', 'money'),
        field('place', 'address'),
        field('constructor', 'money'),
      ],
    });
    const values: [string, string][] = [
      ...[...person(), ['subject', 'Everything'] as [string, string]],
      ['fields.integer', '-12'],
      ['fields.decimal', '1,5'],
      ['fields.date', '2026-12-01'],
      ['fields.boolean', 'false'],
      ['fields.email', 'a@b.example'],
      ['fields.phone', '+49 30 123'],
      ['fields.link', 'https://town.example/x'],
      ['fields.long', 'One\r\nTwo'],
      ['fields.when', '2026-12-01T09:30'],
      ['fields.one', 'red'],
      ['fields.some', 'green'],
      ['fields.some', 'blue'],
      ['fields.price.amount', '12.50'],
      ['fields.price.currency', 'EUR'],
      ['fields.constructor.amount', '1'],
      ['fields.constructor.currency', 'USD'],
      ['fields.place.text', 'Gate 3'],
      ['location.address', 'By the gate'],
      ['location.lat', '40,7'],
      ['location.lon', '-74,01'],
      ['onBehalfOf.name', 'Mia'],
    ];
    const page = await open(`/forms/${type}`, { language: 'de' });
    for (const [name] of values) expect(named(page.html, name).length, name).toBeGreaterThan(0);
    const answer = await send(`/forms/${type}`, values, { language: 'de' });
    expect(answer.status, answer.html).toBe(201);
    const { fields, location } = await here().as.nobody.get<CaseForRequester>(`/v1/public${linkIn(answer.html)}`);
    expect(location).toEqual({ lat: 40.7, lon: -74.01, address: 'By the gate' });
    expect(fields).toEqual({
      ...{ integer: -12, decimal: 1.5, date: '2026-12-01', boolean: false, email: 'a@b.example', phone: '+49 30 123' },
      ...{ link: 'https://town.example/x', long: 'One\nTwo', when: '2026-12-01T14:30:00.000Z', one: 'red' },
      ...{ some: ['green', 'blue'], price: { amount: '12.50', currency: 'EUR' }, place: { text: 'Gate 3' } },
      constructor: { amount: '1', currency: 'USD' },
    });
  });

  test('[UI-2] a place that is told in words alone stands in the description', async () => {
    const answer = await send('/forms/hazard-report', [...lamp(), ['location.address', 'Gate 3']]);
    const mine = await here().as.nobody.get<CaseForRequester>(`/v1/public${linkIn(answer.html)}`);
    expect(mine).toMatchObject({ description: 'Place: Gate 3' });
  });

  test('[UI-2] [PO-2] says all that is wrong at once, above and at each input, and keeps what was typed', async () => {
    const type = await aFormOf({
      fields: [
        field('kind', 'text', { required: true }),
        field('size', 'integer'),
        field('colour', 'choice', { options: [{ key: 'red', name: 'Red' }], required: true }),
        field('lamp', 'text', { shownWhen: { field: 'case.fields.kind', op: 'is', value: 'lighting' } }),
      ],
    });
    const page = await open(`/forms/${type}`);
    const key = keyOf(page.html);
    expect(page.html).toContain('Only if “The kind” is lighting.');
    const shownIf = elements(page.html).flatMap(({ attribs }) => attribs['data-shown-if'] ?? []);
    expect(shownIf.map((one) => JSON.parse(one))).toEqual([
      { properties: { kind: { const: 'lighting' } }, required: ['kind'] },
    ]);
    const typed: [string, string][] = [
      ['contact.name', '<b>Ned</b> "N"'],
      ['contact.email', 'ned'],
      ['description', '\n  It is dark.'],
      ['fields.size', 'big'],
      ['fields.kind', 'other'],
      ['fields.lamp', 'third'],
    ];
    const { status, html } = await send(`/forms/${type}`, [key, ...typed]);
    expect(status).toBe(400);
    const [summary] = elements(html).filter(({ attribs }) => attribs.role === 'alert');
    const links = elements(html).filter(({ attribs }) => attribs.href?.startsWith('#'));
    expect(links.map(textOf)).toEqual([
      'Your email address: Write an email address, such as name@example.org',
      'In a few words: Fill this in',
      'The size: Write a number',
      'The colour: Fill this in',
      'The lamp: Leave this empty: it does not apply to what you chose',
    ]);
    expect(summary && textOf(summary)).toContain('There is a problem');
    const ids = new Map(elements(html).map((element) => [element.attribs.id, element]));
    for (const { attribs } of links) {
      const input = ids.get(attribs.href?.slice(1));
      expect(input?.attribs['aria-invalid']).toBe('true');
      expect(textOf(ids.get(`${input?.attribs.id}-fault`) ?? {})).not.toBe('');
      expect(input?.attribs['aria-describedby']).toContain(`${input?.attribs.id}-fault`);
    }
    expect(named(html, 'contact.name')[0]?.attribs.value).toBe('<b>Ned</b> "N"');
    expect(html).not.toContain('<b>Ned');
    expect(named(html, 'fields.size')[0]?.attribs.value).toBe('big');
    expect(keyOf(html)).toEqual(key);
    expect(html).toContain('<title>Error: ');
    const mended: [string, string][] = [key, ...lamp(), ['fields.colour', 'red']];
    expect((await send(`/forms/${type}`, mended)).status).toBe(201);
  });

  test('[UI-2] [IN-1] a form that is sent twice raises one case; another under its key is not taken for it', async () => {
    const type = await aFormOf();
    const page = await open(`/forms/${type}`);
    const [from, inputs] = [anAddress(), [keyOf(page.html), ...lamp()]];
    const [first, second] = await Promise.all([
      send(`/forms/${type}`, inputs, { from }),
      send(`/forms/${type}`, inputs, { from }),
    ]);
    expect([first.status, second.status, first.html === second.html]).toEqual([201, 201, true]);
    const other = await send(`/forms/${type}`, [...inputs, ['description', 'More.']], { from });
    expect([other.status, other.html.includes('was sent before')]).toEqual([409, true]);
    expect(await everyPage(here().as.admin, `/v1/cases?type=${type}`)).toHaveLength(1);
    expect(keyOf((await open(`/forms/${type}`)).html)).not.toEqual(keyOf(page.html));
  });

  test('[UI-2] [PO-2] too many of an address are told when to come again, and keep what they typed', async () => {
    const type = await aFormOf();
    const from = anAddress();
    const answers: Awaited<ReturnType<typeof send>>[] = [];
    for (let i = 0; i < 21; i++) answers.push(await send(`/forms/${type}`, lamp(), { from }));
    const refused = answers.find(({ status }) => status === 429);
    // A minute of the clock may have begun meanwhile.
    if (!refused) return expect(answers.map(({ status }) => status)).toEqual(Array(21).fill(201));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.html).toContain('Too many were sent in this minute');
    expect(named(refused.html, 'subject')[0]?.attribs.value).toBe('A lamp is out');
  });

  test('[UI-2] [PO-2] people behind CloudFront are counted each by where they are; that alone its key proves', async () => {
    const type = await aFormOf();
    const from = anAddress();
    const statuses = async (key: string, times: number): Promise<Set<number>> => {
      const found = new Set<number>();
      for (let i = 0; i < times; i++) {
        const headers = { 'x-caseward-edge': key, 'x-caseward-viewer': `203.0.113.${i}` };
        const body = { contact: { name: 'N', email: 'n@town.example' }, subject: 'x', fields: { kind: 'lighting' } };
        const path = `/v1/public/case-types/${type}/cases`;
        found.add((await strangerPosts(path, body, { from, headers })).status);
      }
      return found;
    };
    expect([...(await statuses('known-to-cloudfront', 22))]).toEqual([201]);
    // Two minutes of the clock at most, and 20 in each.
    expect([...(await statuses('made-up', 41))]).toContain(429);
  });

  test('[UI-2] there is none for a type that strangers raise nothing of: a page says so, and programs get a problem', async () => {
    const { nobody } = here().as;
    const disabled = await aFormOf({ enabled: false });
    for (const [key, status, words] of [
      ['academic-concern', 404, 'There is no such form'],
      ['no-such-type', 404, 'There is no such form'],
      [disabled, 409, 'This form is closed'],
    ] as const) {
      const page = await open(`/forms/${key}`);
      expect([page.status, page.html.includes(words)]).toEqual([status, true]);
      expect((await send(`/forms/${key}`, lamp())).status).toBe(status);
      expectRefused(await nobody.send('GET', `/forms/${key}`), status, status === 404 ? 'not-found' : 'disabled');
    }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const asked = await nobody.send('POST', '/forms/hazard-report', { body: 'subject=x' as never, headers });
    expectRefused(asked, 400, 'invalid-request', ['/contact/name', '/contact/email', '/fields/kind']);
  });

  test('[UI-2] what staff are not to know is said, and kept from them', async () => {
    const type = await aFormOf({ publicForm: { identity: 'hidden' } });
    expect((await open(`/forms/${type}`)).html).toContain('Staff are not told who you are.');
    const answer = await send(`/forms/${type}`, lamp());
    const ines = await signIn('ines', 'estates');
    const seen = await ines.get<CaseAnswer>(`/v1/cases/${referenceIn(answer.html)}`);
    expect(seen).toMatchObject({ anonymous: true });
    expect(seen.contactId).toBeUndefined();
  });
});

test('[PO-2] the forms that there are can be asked for, without those that are closed or for some', async () => {
  const closed = await aFormOf({ enabled: false });
  const open = await aFormOf({ name: 'An open form', description: undefined });
  const { items } = await here().as.nobody.get<{ items: { key: string }[] }>('/v1/public/case-types');
  const report = { key: 'hazard-report', name: 'Hazard report', description: 'Something on campus is dangerous.' };
  expect(items).toEqual(expect.arrayContaining([{ key: open, name: 'An open form' }, report]));
  const keys = items.map(({ key }) => key);
  expect(keys).not.toContain(closed);
  expect(keys).not.toContain('academic-concern');
});

describe('[UI-5] the language of a form page', () => {
  test.each([
    ['de-AT,en;q=0.5', 'de', 'Ihr Name'],
    ['fr, es;q=0.8, en;q=0.2', 'es', 'Su nombre'],
    ['cy', 'cy', 'Eich enw'],
    ['fr', 'en', 'Your name'],
    ['en;q=0, de;q=0.1', 'de', 'Ihr Name'],
  ])('[UI-5] of %s is %s', async (language, is, words) => {
    const { html } = await open('/forms/hazard-report', { language });
    expect(elements(html).find(({ name }) => name === 'html')?.attribs).toEqual({ lang: is, dir: 'ltr' });
    expect(html).toContain(words);
  });

  test('[UI-5] is the one that somebody chose, and stays when the form is sent', async () => {
    const { html } = await open('/forms/hazard-report?lang=cy', { language: 'de' });
    const action = elements(html).find(({ name }) => name === 'form')?.attribs.action ?? '';
    expect((await send(action, [], { language: 'de' })).html).toContain('Mae problem');
  });
});

describe('[UI-2] a form page is safe and can be used by everybody', () => {
  test('[UI-2] it runs one script of its own, speaks with nobody else, cannot be framed and is not kept', async () => {
    const { headers, html } = await open('/forms/hazard-report');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'self'; connect-src 'self'; worker-src 'self' blob:; img-src 'self' blob: data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(html.match(/<script[^>]*>[^<]*/g)).toEqual(['<script src="/form.js" defer>']);
    expect(html).not.toMatch(/\sstyle=|\son\w+=/);
  });

  test('[UI-2] each input has a label, and says what a browser may fill in', async () => {
    const { html } = await open('/forms/hazard-report');
    const all = elements(html);
    const labelled = new Set(all.map(({ attribs }) => attribs.for));
    const inputs = all.filter(
      ({ name, attribs }) => /^(input|select|textarea)$/.test(name) && attribs.type !== 'hidden',
    );
    const unlabelled = inputs.filter(
      ({ attribs }) => !/radio|checkbox/.test(attribs.type ?? '') && !labelled.has(attribs.id),
    );
    expect(unlabelled).toEqual([]);
    expect(inputs.length).toBeGreaterThan(5);
    expect(named(html, 'contact.email')[0]?.attribs).toMatchObject({ type: 'email', autocomplete: 'email' });
    expect(new Set(all.flatMap(({ attribs }) => attribs.id ?? [])).size).toBe(
      all.filter(({ attribs }) => attribs.id).length,
    );
  });
});
