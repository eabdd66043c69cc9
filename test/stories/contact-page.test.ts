import { beforeAll, describe, expect, test } from 'vitest';
import { shareInstitution } from '#test/house/institution.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  anAlertType,
  everyPage,
  expectRefused,
  here,
  put,
  unique,
} from './world.ts';

beforeAll(shareInstitution);

const named = async (names: readonly string[], more: object = {}) =>
  Promise.all(names.map((name) => aContact({ name, ...more })));

describe('[FN-6] lists of contacts', () => {
  test('[FN-6] are by name, whatever its accents and capitals, both ways, page by page', async () => {
    const label = unique('label-');
    const made = await named(['Émile Zola', 'emil Aarb', 'Zoë', 'Ångström', 'ada'], { labels: [label] });
    const list = (query: string) =>
      everyPage<{ name: string }>(here().as.enquiry, `/v1/contacts?label=${label}${query}`, 2);
    const names = (await list('')).map(({ name }) => name);
    expect(names).toEqual(['ada', 'Ångström', 'emil Aarb', 'Émile Zola', 'Zoë']);
    expect((await list('&sort=-name')).map(({ name }) => name)).toEqual(names.toReversed());
    const all = await everyPage<{ id: string }>(here().as.manager, '/v1/contacts', 50);
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  test('[FN-6] follow the contact when it loses a label or gets another name', async () => {
    const label = unique('label-');
    const [one, other] = await named(['Bea', 'Cleo'], { labels: [label] });
    await put(`/v1/contacts/${one?.id}`, { name: 'Dora', labels: [label] });
    await put(`/v1/contacts/${other?.id}`, { name: 'Cleo', labels: [] });
    const { items } = await here().as.manager.get<{ items: object[] }>(`/v1/contacts?label=${label}`);
    expect(items).toMatchObject([{ id: one?.id, name: 'Dora', labels: [label] }]);
  });

  test('[FN-6] have the members of a segment alone, as the caller may know them', async () => {
    const label = unique('label-');
    const [member] = await named(['In it'], { labels: [label], attributes: { year: 1 } });
    await named(['Beside it'], { labels: [label], attributes: { year: 2 } });
    const segment = unique('segment-');
    const condition = {
      all: [
        { field: 'contact.labels', op: 'contains', value: label },
        { field: 'contact.attributes.year', op: 'is', value: 1 },
      ],
    };
    await put(`/v1/segments/${segment}`, { name: 'First years', condition });
    await here().local.idle();
    const list = (query: string) => here().as.manager.get<{ items: { id: string }[] }>(`/v1/contacts?${query}`);
    expect((await list(`segment=${segment}`)).items.map(({ id }) => id)).toEqual([member?.id]);
    expect((await list(`segment=${segment}&label=${label}`)).items).toHaveLength(1);
    expect((await list(`segment=${segment}&label=another`)).items).toEqual([]);
    expectRefused(await here().as.manager.send('GET', '/v1/contacts?segment=no-segment'), 422, 'unknown-reference', [
      '/query/segment',
    ]);
    expect((await here().as.stranger.send('GET', '/v1/contacts')).status).toBe(403);
  });

  test('[FN-6] are those of some ids, as lists of cases name them', async () => {
    const [b, a, other] = await named(['Berta', 'Anton', 'Nobody asked for']);
    await put(`/v1/contacts/${other?.id}`, { name: 'Nobody asked for', labels: ['aside'] });
    const list = async (query: string) =>
      (await here().as.manager.get<{ items: { id: string }[] }>(`/v1/contacts?${query}`)).items.map(({ id }) => id);
    expect(await list(`ids=${b?.id},no-contact,${a?.id},${b?.id}`)).toEqual([a?.id, b?.id]);
    expect(await list(`ids=${a?.id},${other?.id}&label=aside`)).toEqual([other?.id]);
    const segment = unique('segment-');
    await put(`/v1/segments/${segment}`, {
      name: 'Aside',
      condition: { field: 'contact.labels', op: 'contains', value: 'aside' },
    });
    await here().local.idle();
    expect(await list(`ids=${a?.id},${other?.id}&segment=${segment}`)).toEqual([other?.id]);
    expectRefused(await here().as.manager.send('GET', '/v1/contacts?ids=a,,b'), 400, 'invalid-request', [
      '/query/ids/1',
    ]);
  });
});

interface Entry {
  at: string;
  kind: string;
  record: { id?: string; text?: string };
  within?: { kind: string; id: string };
}

describe('[CA-24] the page of a contact', () => {
  test('[CA-24] has everything of one person, newest first, page by page, by the caller’s rights', async () => {
    const { local } = here();
    const contact = await aContact();
    const alert = await anAlert({ type: await anAlertType(), contactId: contact.id });
    await local.advance('PT1H');
    const { id } = await aCase({ type: await aCaseType(), contactId: contact.id });
    const secret = await aCase({ contactId: contact.id, private: true, type: await aCaseType() }, here().as.admin);
    await local.advance('PT1H');
    const by = await local.as({ sub: 'amara', groups: ['advisers'] });
    const add = (below: string, body: object) => by.post(`/v1/cases/${id}/${below}`, body);
    await add('notes', { text: 'A note' });
    await local.advance('PT1M');
    await add('questions', { text: 'A question' });
    await local.advance('PT1M');
    await add('appointments', { title: 'A talk', startsAt: '2027-03-02T10:00:00Z', endsAt: '2027-03-02T11:00:00Z' });
    await act(by, `/v1/alerts/${alert.id}/start`);
    await by.post(`/v1/alerts/${alert.id}/notes`, { text: 'Of the alert' });
    await local.idle();
    const path = `/v1/contacts/${contact.id}/timeline`;
    const all = await everyPage<Entry>(by, path, 100);
    const kinds = new Set(all.map(({ kind }) => kind));
    for (const kind of ['case', 'alert', 'note', 'question', 'appointment', 'mail']) expect(kinds).toContain(kind);
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect(all.filter(({ kind }) => kind === 'case').map(({ record }) => record.id)).toEqual([id]);
    const notes = all.filter(({ kind }) => kind === 'note').map(({ record, within }) => [record.text, within]);
    expect(Object.fromEntries(notes)).toEqual({
      'A note': { kind: 'case', id },
      'Of the alert': { kind: 'alert', id: alert.id },
    });
    for (const limit of [1, 3]) expect(await everyPage<Entry>(by, path, limit)).toEqual(all);
    const admin = await local.as({ sub: 'ada', groups: ['admins'] });
    const seen = await everyPage<Entry>(admin, path, 4);
    expect(seen.filter(({ kind }) => kind === 'case').map(({ record }) => record.id)).toContain(secret.id);
    const stranger = await local.as({ sub: 'ines', groups: ['estates'] });
    expect(await everyPage<Entry>(stranger, path)).toEqual([]);
    expectRefused(await by.send('GET', '/v1/contacts/nobody/timeline'), 404, 'not-found');
  });
});
