import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { contactLayout } from '#shared/casework/contacts/contact.layout.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { everywhere, foldAll, idsOf, search } from './searching.ts';
import { aCase, aCaseType, aContact, act, anAlert, expectRefused, here, put } from './world.ts';

describe('[FN-2] words', () => {
  test('[FN-2] a case is found by the beginnings of its words, with the words that it has', async () => {
    const record = await aCase({ subject: 'Bicycle shed', description: 'The roof is leaking' });
    const { items, asOf, nextCursor } = await search('cases', { text: 'bicy LEAK umbrella' });
    expect(items).toEqual([{ record: expect.objectContaining({ id: record.id }), matched: ['bicy', 'leak'] }]);
    expect([nextCursor, Date.parse(asOf) > 0]).toEqual([undefined, true]);
    await foldAll();
    const folded = await search('cases', { text: 'bicy LEAK umbrella' });
    expect(folded.items.map(({ record: { id }, matched }) => [id, matched])).toEqual([[record.id, ['bicy', 'leak']]]);
  });

  test('[FN-2] most words come first, then the newest, also page by page and between segments and what is new', async () => {
    const both = await aCase({ subject: 'Heron and otter' });
    const older = await aCase({ subject: 'Heron alone' });
    await foldAll();
    const newer = await aCase({ subject: 'Otter alone' });
    const newest = await aCase({ subject: 'Otter again, and a heron' });
    const order = [newest.id, both.id, newer.id, older.id];
    for (const limit of [25, 1, 2, 3]) expect(await idsOf('cases', { text: 'heron otter' }, { limit })).toEqual(order);
    expect(await idsOf('cases', { text: 'heron otter', sort: '-createdAt' }, { limit: 1 })).toEqual([
      newest.id,
      newer.id,
      older.id,
      both.id,
    ]);
    expect(await idsOf('cases', { text: 'heron otter', sort: 'createdAt' }, { limit: 3 })).toEqual([
      both.id,
      older.id,
      newer.id,
      newest.id,
    ]);
  });

  test('[FN-2] names of people in several languages, mail addresses, telephone numbers and postcodes in any spelling', async () => {
    const { id } = await aContact({
      name: 'Siân Müller-Muñoz O’Brien',
      email: 'sian.mm@students.example.edu',
      phone: '+44 (0)20 7946 0958',
      attributes: { postcode: 'SW1A 1AA', address: '4 Weißenburger Straße' },
    });
    const record = await aCase({ contactId: id });
    const texts = [
      'sian',
      'MUELLER',
      'müller',
      'muñoz',
      'munoz',
      "o'brien",
      'obrien',
      'sian.mm@students',
      '020 7946 0958',
      '0044 20 79460958',
      '+442079460958',
      '7946 0958',
      'sw1a1aa',
      'SW1A 1AA',
      'weissenb',
    ];
    const look = async () => {
      for (const text of texts) {
        expect([text, await idsOf('cases', { text })]).toEqual([text, [record.id]]);
        expect([text, await idsOf('contacts', { text })]).toEqual([text, [id]]);
      }
    };
    await look();
    await foldAll();
    await look();
  });

  test('[FN-2] fields by their names are all to be there; the text is not', async () => {
    const { id, name } = await aContact({ phone: '030 123456', attributes: { postcode: '10115' } });
    const [one, other] = [
      await aCase({ contactId: id, subject: 'Falcon', fields: { course: 'MATH-101' } }),
      await aCase({ contactId: id, subject: 'Merlin' }),
    ];
    const found = (fields: object, text?: string) => idsOf('cases', { fields, ...(text !== undefined && { text }) });
    expect(await found({ name })).toEqual([other.id, one.id]);
    expect(await found({ name, course: 'math-101' })).toEqual([one.id]);
    expect(await found({ name: 'falcon' })).toEqual([]);
    expect(await found({ phone: '+49 30 123456', postcode: '101' })).toEqual([other.id, one.id]);
    expect(await found({ reference: one.reference.toLowerCase().replaceAll('-', '') })).toEqual([one.id]);
    expect(await found({ name }, 'falcon')).toEqual([one.id]);
    await foldAll();
    expect(await found({ name, course: 'math' }, 'falcon merlin')).toEqual([one.id]);
  });

  test('[FN-2] notes and the names of files are found, and what the record has not any more is not', async () => {
    const { manager } = here().as;
    const record = await aCase({ subject: 'Quiet' });
    await act(manager, `/v1/cases/${record.id}/notes`, { text: 'Saw a kingfisher' });
    expect(await idsOf('cases', { text: 'kingfisher' })).toEqual([record.id]);
    const changed = await manager.send('PATCH', `/v1/cases/${record.id}`, {
      body: { subject: 'Noisy' },
      headers: { 'if-match': '*' },
    });
    expect(changed.status).toBe(200);
    for (const fold of [async () => undefined, foldAll]) {
      await fold();
      expect(await idsOf('cases', { text: 'quiet' })).toEqual([]);
      expect(await idsOf('cases', { text: 'noisy kingfisher' })).toEqual([record.id]);
    }
    await manager.send('PATCH', `/v1/cases/${record.id}`, {
      body: { subject: 'Bright' },
      headers: { 'if-match': '*' },
    });
    expect(await idsOf('cases', { text: 'noisy' })).toEqual([]);
    expect(await idsOf('cases', { text: 'no' })).toEqual([]);
    expect(await idsOf('cases', { text: 'bright kingfisher' })).toEqual([record.id]);
  });

  test('[FN-2] the trash is not found, and is again when it is taken out', async () => {
    const { manager } = here().as;
    const record = await aCase({ subject: 'Woodpecker' });
    await act(manager, `/v1/cases/${record.id}/notes`, { text: 'Saw a nuthatch' });
    await foldAll();
    await manager.send('DELETE', `/v1/cases/${record.id}`, { headers: { 'if-match': '*' } });
    expect(await idsOf('cases', { text: 'woodpecker nuthatch' })).toEqual([]);
    await here().local.idle();
    await act(manager, `/v1/cases/${record.id}/restore`);
    const { items } = await search('cases', { text: 'woodpecker nuthatch' });
    expect(items.map(({ matched }) => matched)).toEqual([['woodpecker', 'nuthatch']]);
  });

  test('[FN-2] who is renamed is found by the new name alone, with everything about them', async () => {
    const { id } = await aContact({ name: 'Wilhelmina Oldcastle' });
    const [record, alert] = [await aCase({ contactId: id }), await anAlert({ contactId: id })];
    await foldAll();
    await put(`/v1/contacts/${id}`, { name: 'Wilhelmina Newcastle' });
    for (const [kind, one] of [
      ['cases', record.id],
      ['alerts', alert.id],
      ['contacts', id],
    ] as const) {
      expect(await idsOf(kind, { text: 'oldcastle' })).toEqual([]);
      expect(await idsOf(kind, { fields: { name: 'newcastle' } })).toEqual([one]);
    }
    const everything = JSON.stringify(await here().table.queryAll({ pk: 'SEARCH#case#segment#0' }));
    expect(everything).not.toContain('oldcastle');
  });
});

describe('[FN-6] one box', () => {
  test('[FN-6] finds cases, alerts and contacts together; what has exactly the reference comes first', async () => {
    const { id } = await aContact({ name: 'Zebulon Quill' });
    const record = await aCase({ contactId: id, subject: 'Zebulon is away' });
    const alert = await anAlert({ contactId: id, description: 'Zebulon again' });
    const { items } = await everywhere('zebulon');
    expect(items.map(({ kind, record: { id: one } }) => [kind, one])).toEqual([
      ['alert', alert.id],
      ['case', record.id],
      ['contact', id],
    ]);
    const mention = await aCase({ subject: `See ${record.reference}` });
    const byReference = await everywhere(record.reference);
    expect(byReference.items.map(({ record: { id: one } }) => one)).toEqual([record.id, mention.id]);
    const first = await everywhere('zebulon', here().as.manager, { limit: 2 });
    const rest = await everywhere('zebulon', here().as.manager, { limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...rest.items].map(({ record: { id: one } }) => one)).toEqual([alert.id, record.id, id]);
  });
});

describe('[FN-4] who finds what', () => {
  test('[FN-4] a private case, and one of a type that the caller does not see, is found by those who may see it', async () => {
    const { manager, enquiry, admin } = here().as;
    const hidden = await aCase({ subject: 'Snowdrop', private: true });
    const other = await aCaseType({ groups: { starters: ['advisers'], managers: ['advisers'] } });
    const elsewhere = await aCase({ type: other, subject: 'Snowdrop' });
    const shown = await aCase({ subject: 'Snowdrop' });
    for (const fold of [async () => undefined, foldAll]) {
      await fold();
      const ids = (by = manager) => idsOf('cases', { text: 'snowdrop' }, { by });
      expect(await ids()).toEqual([shown.id, elsewhere.id, hidden.id]);
      expect(await ids(enquiry)).toEqual([shown.id]);
      expect(await ids(admin)).toEqual([shown.id, elsewhere.id, hidden.id]);
    }
    expect((await act(manager, `/v1/cases/${elsewhere.id}/assign`, { user: 'grace' })).status).toBe(200);
    await here().local.idle();
    expect(await idsOf('cases', { text: 'snowdrop' }, { by: enquiry })).toEqual([shown.id, elsewhere.id]);
  });
});

describe('[FN-2] refusals', () => {
  const asked = (body: object, kind = 'cases') => here().as.manager.send('POST', `/v1/search/${kind}`, { body });

  test('[FN-2] of too many words, none, fields that are not searched, conditions that are wrong, all at once', async () => {
    expectRefused(await asked({ text: 'aa bb cc dd ee ff gg hh ii' }), 400, 'invalid-request', ['/text']);
    expect((await asked({ text: 'aa bb cc dd ee ff gg hh' })).status).toBe(200);
    expectRefused(await asked({ text: 'a' }), 400, 'invalid-request', ['/text']);
    expectRefused(
      await asked({ text: '?', fields: { colour: 'red' }, condition: { field: 'case.colour', op: 'is', value: 1 } }),
      400,
      'invalid-request',
      ['/condition/field', '/fields/colour', '/text'],
    );
    expectRefused(await asked({ limit: 201, format: 'xml', words: 'x' }), 400, 'invalid-request', [
      '/format',
      '/limit',
      '/words',
    ]);
    const deep = Array.from({ length: 40 }).reduce<object>((inner) => ({ not: inner }), {
      field: 'case.type',
      op: 'exists',
    });
    expectRefused(await asked({ condition: deep }), 400);
    expectRefused(await asked({ text: 'name', sort: 'dueAt' }, 'contacts'), 400, 'invalid-request', ['/sort']);
    const condition = { field: 'contact.labels', op: 'contains', value: 'any' };
    expectRefused(await asked({ condition, sort: '-createdAt' }, 'contacts'), 400, 'invalid-request', ['/sort']);
  });

  test('[FN-4] a cursor holds for its search by its caller', async () => {
    await aCase({ subject: 'Lapwing one' });
    await aCase({ subject: 'Lapwing two' });
    const { nextCursor } = await search('cases', { text: 'lapwing', limit: 1 });
    expect(nextCursor).toBeDefined();
    expectRefused(await asked({ text: 'lapwings', cursor: nextCursor }), 400, 'invalid-cursor', ['/cursor']);
    expectRefused(await asked({ text: 'lapwing', format: 'csv', cursor: nextCursor }), 400, undefined, ['/cursor']);
    const other = await here().as['another manager'].send('POST', '/v1/search/cases', {
      body: { text: 'lapwing', cursor: nextCursor },
    });
    expectRefused(other, 400, 'invalid-cursor', ['/cursor']);
  });
});

describe('[FN-3] results as a file', () => {
  const file = async (body: object, kind = 'cases', by = here().as.manager) => {
    await here().local.idle();
    return by.send<string>('POST', `/v1/search/${kind}`, { body });
  };

  test('[FN-3] CSV has named columns, and no cell that a spreadsheet would reckon', async () => {
    const place = { lat: -33.9, lon: 18.4, address: 'Cape Town' };
    const record = await aCase({ subject: '=HYPERLINK("x"), swift', fields: { course: '+1' }, location: place });
    await aCase({ subject: '-swift "quoted"\nand more' });
    const { status, headers, body } = await file({ text: 'swift', format: 'csv', sort: 'createdAt' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(headers.get('content-disposition')).toBe('attachment; filename="cases.csv"');
    const rows = parse(body, { columns: true, bom: true }) as Record<string, string>[];
    expect(rows.map(({ subject }) => subject)).toEqual([`'=HYPERLINK("x"), swift`, `'-swift "quoted"\nand more`]);
    expect(rows[0]).toMatchObject({ id: record.id, reference: record.reference, 'fields.course': "'+1", lat: '-33.9' });
  });

  test('[FN-3] GeoJSON has a feature for each, with longitude and latitude where it has a place', async () => {
    const here1 = await aCase({ subject: 'Puffin', location: { lat: 51.5, lon: -0.1, address: 'London' } });
    const nowhere = await aCase({ subject: 'Puffin' });
    const { headers, body } = await file({ text: 'puffin', format: 'geojson' });
    expect(headers.get('content-type')).toBe('application/geo+json');
    expect(body).toMatchObject({
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', id: nowhere.id, geometry: null, properties: { reference: nowhere.reference } },
        { id: here1.id, geometry: { type: 'Point', coordinates: [-0.1, 51.5] }, properties: { address: 'London' } },
      ],
    });
  });

  test('[FN-3] what no answer takes is made by a job, whole, by the rights of the caller when they asked', async () => {
    const { manager, enquiry } = here().as;
    const { table, local, fetch } = here();
    const subject = 'Curlew';
    const seed = await aCase({ subject, description: 'x'.repeat(20_000) });
    const hidden = await aCase({ subject, private: true });
    const { record } = (await table.get(recordKey({ kind: 'case', id: seed.id }))) as unknown as { record: Case };
    // As the product writes them, past the API: raised one by one they would take a minute.
    for (let copy = 0; copy < 220; copy++) {
      const one = { ...record, id: `${seed.id.slice(0, 20)}${String(copy).padStart(6, '0')}` };
      await table.put({ ...recordKey({ kind: 'case', id: one.id }), ...caseLayout.indexes(one), record: one });
    }
    const condition = { field: 'case.subject', op: 'is', value: subject };
    const limited = await file({ condition, format: 'csv', limit: 100 });
    expect((parse(limited.body, { columns: true, bom: true }) as object[]).length).toBe(100);
    for (const [format, rows] of [
      ['csv', (text: string) => parse(text, { columns: true, bom: true }) as { id: string }[]],
      ['geojson', (text: string) => (JSON.parse(text) as { features: { id: string }[] }).features],
      [
        'json-lines',
        (text: string) =>
          text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as { id: string }),
      ],
    ] as const) {
      const { status, body } = await file({ condition, format }, 'cases', enquiry);
      expect(status).toBe(202);
      const { jobId } = body as unknown as { jobId: string };
      await local.idle();
      const job = await enquiry.get<{ status: string; done: number; report: { url: string } }>(`/v1/jobs/${jobId}`);
      expect(job).toMatchObject({ status: 'finished', done: 221 });
      const ids = rows(await (await fetch(job.report.url)).text()).map(({ id }) => id);
      expect([ids.length, new Set(ids).size, ids.includes(seed.id), ids.includes(hidden.id)]).toEqual([
        221,
        221,
        true,
        false,
      ]);
      expect((await manager.send('GET', `/v1/jobs/${jobId}`)).status).toBe(404);
    }
  });

  test('[FN-3] a file of contacts has the attributes of all of them, however many come before', async () => {
    const { table, local, fetch, as } = here();
    const label = 'godwit';
    const seed = await aContact({ labels: [label], attributes: { hall: 'Fen' } });
    const { record } = (await table.get(recordKey({ kind: 'contact', id: seed.id }))) as unknown as { record: Contact };
    const place = async (copy: number, attributes: Contact['attributes']) => {
      const one = { ...record, id: `${seed.id}-${String(copy).padStart(4, '0')}`, attributes };
      await table.put({ ...recordKey({ kind: 'contact', id: one.id }), ...contactLayout.indexes(one), record: one });
      return one.id;
    };
    // As many as an answer reads before it leaves the rest to a job.
    for (let copy = 0; copy < 5_000; copy++) await place(copy, copy % 2 ? {} : { remark: '"é"\n' });
    const last = await place(5_000, { zeal: '=1', award: 599 });
    const condition = { field: 'contact.labels', op: 'contains', value: label };
    const fileOf = async (format: string) => {
      const { status, body } = await file({ condition, format }, 'contacts', as.admin);
      expect(status).toBe(202);
      await local.idle();
      const path = `/v1/jobs/${(body as unknown as { jobId: string }).jobId}`;
      const { report } = await as.admin.get<{ report: { url: string } }>(path);
      return (await fetch(report.url)).text();
    };
    const rows = parse(await fileOf('csv'), { columns: true, bom: true }) as Record<string, string>[];
    expect(Object.keys(rows[0] ?? {}).filter((name) => name.startsWith('attributes.'))).toEqual([
      ...['attributes.award', 'attributes.hall', 'attributes.remark', 'attributes.zeal'],
    ]);
    expect([rows.length, new Set(rows.map(({ id }) => id)).size]).toEqual([5_002, 5_002]);
    expect(rows.find(({ id }) => id === last)).toMatchObject({
      'attributes.award': '599',
      'attributes.zeal': "'=1",
      'attributes.hall': '',
    });
    const { features } = JSON.parse(await fileOf('geojson')) as { features: { id: string; properties: object }[] };
    expect(features.find(({ id }) => id === last)?.properties).toMatchObject({ 'attributes.award': 599 });
  });

  test('[FN-3] alerts and contacts are files too, and nothing found is a file without rows', async () => {
    const { id } = await aContact({ name: 'Avocet Fenn', attributes: { home: 'Fen' } });
    await anAlert({ contactId: id, description: 'Avocet' });
    const ids = async (kind: string) => {
      const { body } = await file({ text: 'avocet', format: 'csv' }, kind);
      return (parse(body, { columns: true, bom: true }) as { contactId?: string; id: string }[]).map(
        (row) => row.contactId ?? row.id,
      );
    };
    expect([await ids('alerts'), await ids('contacts'), await ids('cases')]).toEqual([[id], [id], []]);
    expect(await file({ text: 'avocet', format: 'json-lines' })).toMatchObject({ status: 200, body: '' });
  });
});
