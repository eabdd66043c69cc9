import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { followEvents } from '#functions/api/events/follow-events.ts';
import { servicesOn } from '#functions/services.ts';
import type { Client } from '#local/demo/client.ts';
import { personOf } from '#shared/access/person.ts';
import type { FeedEnvelope } from '#shared/core/feed/feed.routes.ts';
import { ulids } from '#shared/core/records/ids.ts';
import type { Role } from '#test/house/institution.ts';
import { aCase, aContact, act, anAlert, expectRefused, here, historyOf, put, signIn } from './world.ts';

// The change feed, as those read it who follow what happens by HTTP.

interface FeedAnswer {
  items: FeedEnvelope[];
  nextCursor: string;
}

const feedPath = (query: Record<string, string | number | undefined>): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return `/v1/events?${new URLSearchParams(given)}`;
};

/** Reads on to the end: an empty page. */
const readOn = async (by: Client, { after, ...query }: Record<string, string | number | undefined> = {}) => {
  const items: FeedEnvelope[] = [];
  for (let cursor = after; ; ) {
    const page = await by.get<FeedAnswer>(feedPath({ ...query, after: cursor }));
    if (page.items.length === 0) return { items, cursor: page.nextCursor };
    items.push(...page.items);
    cursor = page.nextCursor;
  }
};

/** A reader who has read all there was. */
const endFor = async (by: Client): Promise<string> => (await readOn(by, { limit: 200 })).cursor;

const subjectIn = ({ detail }: FeedEnvelope): string => detail.subject.id;
const idsOf = (items: readonly FeedEnvelope[]): string[] => items.map(({ id }) => id);
const about = (items: readonly FeedEnvelope[], id: string) => items.filter((item) => subjectIn(item) === id);
const typesOf = (items: readonly FeedEnvelope[]): string[] => items.map((item) => item['detail-type']);

/** What the bus carried, each once, but for what is about no record. */
const carried = async () => {
  const ours = (await here().local.busEvents()).filter(
    ({ source, detail }) => source === 'caseward' && detail.subject?.kind !== 'person',
  );
  return [...new Map(ours.map((event) => [String(event.detail.eventId), event])).values()];
};

test('[WH-3] an administrator finds in the feed what the bus carried, in the same envelope', async () => {
  const { admin, manager } = here().as;
  const after = await endFor(admin);
  const { id } = await aCase({ contactId: 'S101' });
  await act(manager, `/v1/cases/${id}/claim`);
  await anAlert({ contactId: 'S102' });
  await here().local.idle();
  const { items } = await readOn(admin, { after });
  const onBus = await carried();
  expect(idsOf(items).sort()).toEqual(onBus.map(({ detail }) => detail.eventId).sort());
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const { source, detail, 'detail-type': type } of onBus)
    expect(byId.get(String(detail.eventId))).toEqual({
      id: detail.eventId,
      source,
      'detail-type': type,
      time: detail.occurredAt,
      detail,
    });
  expect(about(items, id).map(({ detail }) => detail.eventId)).toEqual(
    expect.arrayContaining((await historyOf('cases', id)).map(({ eventId }) => eventId)),
  );
});

describe('[WH-3] eight readers', () => {
  const readers = [
    'admin',
    'view-all',
    'manager',
    'another manager',
    'reassignment',
    'enquiry',
    'other staff',
    'requester, a starter',
  ] as const satisfies readonly Role[];

  /** What somebody would find in the histories of everything. */
  const mayKnow = async (role: Role, records: { kind: 'cases' | 'alerts'; id: string }[]): Promise<string[]> => {
    const by = here().as[role];
    const isRequester = role === 'requester, a starter';
    const histories = records.map(async ({ kind, id }) => {
      if (isRequester && kind === 'alerts') return [];
      const answer = await by.send<{ items: { eventId: string }[] }>(
        'GET',
        `${isRequester ? '/v1/me' : '/v1'}/${kind}/${id}/history?limit=200`,
      );
      return answer.status === 200 ? answer.body.items.map(({ eventId }) => eventId) : [];
    });
    return (await Promise.all(histories)).flat();
  };

  test.each([1, 2, 3])(
    'each see every event that they may, once, in order of its record, while everything comes twice, late and dies (storm %d)',
    async (seed) => {
      const { as, local } = here();
      const failing = ['publish', 'automation', 'clocks', 'notify'].map((name) => ({ function: name, rate: 0.4 }));
      const cursors = new Map(await Promise.all(readers.map(async (role) => [role, await endFor(as[role])] as const)));
      await local.faults({ duplicate: 0.5, reorder: true, delayMs: 400, fail: failing, seed });
      const records: { kind: 'cases' | 'alerts'; id: string }[] = [];
      const read = new Map<Role, FeedEnvelope[]>(readers.map((role) => [role, []]));
      const follow = async (role: Role) => {
        const { items, cursor } = await readOn(as[role], { after: cursors.get(role as never), limit: 3 });
        cursors.set(role as never, cursor);
        read.get(role)?.push(...items);
      };
      const live = async (index: number) => {
        const { id } = await aCase({ contactId: index % 2 ? 'S101' : 'S102', private: index % 3 === 0 });
        records.push({ kind: 'cases', id });
        await act(as.manager, `/v1/cases/${id}/claim`);
        await act(as.manager, `/v1/cases/${id}/notes`, { text: 'Called', public: index % 2 === 0 });
        await act(as.manager, `/v1/cases/${id}/status`, { status: 'open' });
        const alert = await anAlert({ contactId: 'S101', private: index % 2 === 0 });
        records.push({ kind: 'alerts', id: alert.id });
        await act(as.manager, `/v1/alerts/${alert.id}/start`);
        await act(as.manager, `/v1/cases/${id}/close`, { reason: 'solved' });
      };
      const lives = Promise.all(Array.from({ length: 6 }, (_, index) => live(index)));
      for (let round = 0; round < 4; round++) await Promise.all(readers.map(follow));
      await lives;
      await local.faults({});
      await local.advance('PT30M');
      await local.idle();
      await Promise.all(readers.map(follow));
      const order = new Map(
        (await Promise.all(records.map(({ kind, id }) => historyOf(kind, id))))
          .map((history) => history.map(({ eventId }) => eventId))
          .flatMap((ids) => ids.map((id, index) => [id, index] as const)),
      );
      for (const role of readers) {
        const items = read.get(role) ?? [];
        expect(new Set(idsOf(items)).size, role).toBe(items.length);
        const ofRecords = items.filter((item) => records.some(({ id }) => id === subjectIn(item)));
        const inHistory = ofRecords.filter(({ id }) => order.has(id));
        expect(idsOf(inHistory).sort(), role).toEqual((await mayKnow(role, records)).sort());
        for (const { id } of records) {
          const places = about(inHistory, id).map((item) => order.get(item.id) ?? -1);
          expect(places, role).toEqual([...places].sort((a, b) => a - b));
        }
      }
      // Mails that were sent are events too, which stand in no history.
      const sent = (await carried()).filter(
        (event) =>
          event['detail-type'] === 'Notification Sent' && records.some(({ id }) => id === event.detail.subject?.id),
      );
      const ofAdmin = (read.get('admin') ?? []).filter((item) => item['detail-type'] === 'Notification Sent');
      expect(idsOf(ofAdmin)).toEqual(expect.arrayContaining(sent.map(({ detail }) => detail.eventId)));
    },
    60_000,
  );
});

describe('[WH-3] what somebody may not see is not in their feed', () => {
  test('a private case, one that they are kept out of, and pointers to such cases', async () => {
    const { as } = here();
    const ben = as['another manager'];
    const after = await endFor(ben);
    const hidden = await aCase({ private: true });
    const open = await aCase();
    await act(as.manager, `/v1/cases/${open.id}/links`, { kind: 'related', caseId: hidden.id });
    await here().local.idle();
    const { items, cursor } = await readOn(ben, { after });
    expect(new Set(items.map(subjectIn))).toEqual(new Set([open.id]));
    expect(JSON.stringify(items)).not.toContain(hidden.id);
    const locked = await as.admin.send('PUT', `/v1/cases/${open.id}/locks/ben`);
    expect(locked.status).toBeLessThan(300);
    await here().local.idle();
    expect((await readOn(ben, { after: cursor })).items).toEqual([]);
    expect((await readOn(ben, { after })).items).toEqual([]);
  });

  test('but for the hour for which they have opened it in an emergency', async () => {
    const { as } = here();
    const ben = as['another manager'];
    const after = await endFor(ben);
    const { id } = await aCase({ private: true });
    expect((await act(ben, `/v1/cases/${id}/break-glass`, { reason: 'Somebody is in danger' })).status).toBe(204);
    await here().local.idle();
    expect(typesOf(about((await readOn(ben, { after })).items, id))).toEqual(
      expect.arrayContaining(['Case Created', 'Case Opened In Emergency']),
    );
    await here().local.advance('PT61M');
    expect((await readOn(await signIn('ben', 'advisers'), { after })).items).toEqual([]);
  });

  test('a requester finds what is public of their own cases, in words and without who of staff', async () => {
    const { as } = here();
    const requester = as['requester, a starter'];
    const after = await endFor(requester);
    const mine = await aCase({ contactId: 'S101', private: true });
    await aCase({ contactId: 'S102' });
    await anAlert({ contactId: 'S101' });
    await act(as.manager, `/v1/cases/${mine.id}/notes`, { text: 'Between us', public: false });
    await act(as.manager, `/v1/cases/${mine.id}/close`, { reason: 'solved' });
    await here().local.idle();
    const { items } = await readOn(requester, { after });
    const history = await requester.get<{ items: { eventId: string }[] }>(`/v1/me/cases/${mine.id}/history`);
    expect(idsOf(items)).toEqual(history.items.map(({ eventId }) => eventId));
    expect(items[0]?.detail).toEqual({
      eventId: items[0]?.id,
      schemaVersion: 1,
      occurredAt: items[0]?.time,
      subject: { kind: 'case', id: mine.id, reference: mine.reference },
      actor: { kind: 'user' },
      text: expect.any(String),
    });
    expect((await readOn(as.stranger)).items).toEqual([]);
  });

  test('configuration is for staff, and webhooks for administrators', async () => {
    const { as } = here();
    const after = await endFor(as.enquiry);
    await put('/v1/priorities/low', { name: 'Low', colour: '#00ff00', icon: 'arrow', order: 40, enabled: true });
    await here().local.idle();
    expect(typesOf((await readOn(as.enquiry, { after })).items)).toEqual(['Configuration Changed']);
    expect(
      (await readOn(as['requester, a starter'])).items.filter((item) => item.detail.subject.kind !== 'case'),
    ).toEqual([]);
  });

  test('[CA-20] a case that was deleted is gone from it; that it was there is for administrators', async () => {
    const { as, local } = here();
    const [ofManager, ofAdmin] = [await endFor(as.manager), await endFor(as.admin)];
    const { id } = await aCase({ subject: 'Never mind' });
    const etag = async () => String((await as.admin.send('GET', `/v1/cases/${id}`)).headers.get('etag'));
    expect(
      (await as.manager.send('DELETE', `/v1/cases/${id}`, { headers: { 'if-match': await etag() } })).status,
    ).toBeLessThan(300);
    const gone = await as.admin.send('DELETE', `/v1/cases/${id}?permanent=true`, {
      headers: { 'if-match': await etag() },
    });
    expect(gone.status).toBeLessThan(300);
    await local.advance('P2D');
    await local.idle();
    expect(about((await readOn(await signIn('amara', 'advisers'), { after: ofManager })).items, id)).toEqual([]);
    const left = about((await readOn(await signIn('ada', 'admins'), { after: ofAdmin })).items, id);
    expect(typesOf(left)).toEqual(['Case Deleted']);
    expect(JSON.stringify(left)).not.toContain('Never mind');
  });
});

describe('[WH-3] what can be asked for', () => {
  let after: string;
  beforeEach(async () => {
    after = await endFor(here().as.admin);
  });

  test('events of some types, about one record, a few at a time', async () => {
    const { as } = here();
    const one = await aCase();
    const two = await aCase();
    await act(as.manager, `/v1/cases/${one.id}/claim`);
    await here().local.idle();
    const created = await readOn(as.admin, { after, types: 'Case Created,Alert Created' });
    expect(created.items.map(subjectIn)).toEqual(expect.arrayContaining([one.id, two.id]));
    expect(new Set(typesOf(created.items))).toEqual(new Set(['Case Created']));
    const ofOne = await readOn(as.admin, { after, recordId: one.id });
    expect(new Set(ofOne.items.map(subjectIn))).toEqual(new Set([one.id]));
    expect(typesOf(ofOne.items)).toEqual(expect.arrayContaining(['Case Created', 'Case Assigned']));
    const whole = await readOn(as.admin, { after, limit: 200 });
    const single = await readOn(as.admin, { after, limit: 1 });
    expect(idsOf(single.items)).toEqual(idsOf(whole.items));
    // A cursor is a place, whatever was asked for on the way there.
    expect((await readOn(as.admin, { after: whole.cursor, recordId: two.id })).items).toEqual([]);
  });

  test('what is older than ninety days is not in it', async () => {
    const { local } = here();
    await aCase();
    await local.idle();
    await local.advance('P91D');
    const admin = await signIn('ada', 'admins');
    const { id } = await aCase({}, await signIn('amara', 'advisers'));
    await local.idle();
    const { items } = await readOn(admin, { types: 'Case Created' });
    expect(items.map(subjectIn)).toEqual([id]);
  });

  test('a cursor of somebody else, one that was made up, an unknown type and a longer wait are refused', async () => {
    const { admin, manager } = here().as;
    const get = (query: Record<string, string>, by = manager) => by.send('GET', feedPath(query));
    expectRefused(await get({ after }), 400, 'invalid-cursor', ['/query/after']);
    expectRefused(await get({ after: 'bWFkZSB1cA.bWFkZSB1cA' }), 400, 'invalid-cursor', ['/query/after']);
    expectRefused(await get({ types: 'Case Created,Case Painted' }), 400, 'invalid-request', ['/query/types']);
    expectRefused(await get({ wait: '21', limit: '0' }), 400, 'invalid-request', ['/query/limit', '/query/wait']);
    expect((await get({ after }, admin)).status).toBe(200);
  });
});

describe('[WH-3] who waits', () => {
  /** Asks the handler itself, so that a test has each pause in hand. */
  const waitFor = async (after: string, pause: (index: number) => Promise<void>) => {
    const { table, local } = here();

    let now = Date.parse(await local.now());
    let pauses = 0;
    const services = servicesOn(
      { table, now: () => now, newId: ulids(), random: randomBytes },
      {
        pause: () => async (ms) => {
          now += ms;
          await pause(pauses++);
        },
      },
    );
    await services.definitions.refresh();
    const caller = personOf({ sub: 'ada', groups: ['admins'] }, () => true);
    const before = table.cost.reads;
    const { body } = await followEvents.run(services, {
      query: { after, wait: 20, limit: 25 },
      caller,
      path: {},
      body: undefined,
      now,
    } as never);
    return { body: body as FeedAnswer, pauses, reads: table.cost.reads - before };
  };

  test('is answered as soon as there is something, and goes on from there', async () => {
    const after = await endFor(here().as.admin);
    let id = '';
    const { body, pauses } = await waitFor(after, async (index) => {
      if (index === 2) ({ id } = await aCase());
      await here().local.idle();
    });
    expect(pauses).toBe(3);
    expect(body.items.map(subjectIn)).toContain(id);
    const rest = await readOn(here().as.admin, { after: body.nextCursor });
    expect(idsOf(rest.items)).not.toEqual(expect.arrayContaining(idsOf(body.items)));
  });

  test('and otherwise after twenty seconds, for some two read units a second', async () => {
    const after = await endFor(here().as.admin);
    const { body, pauses, reads } = await waitFor(after, async () => undefined);
    expect(body.items).toEqual([]);
    expect(pauses).toBe(21);
    expect(reads).toBeLessThanOrEqual(45);
    expect((await readOn(here().as.admin, { after: body.nextCursor })).items).toEqual([]);
  });
});

test('[WH-3] `after=now` begins with what is still to come', async () => {
  const { admin } = here().as;
  const { id: earlier } = await aCase();
  await here().local.idle();
  const first = await admin.get<FeedAnswer>(feedPath({ after: 'now' }));
  expect(first.items).toEqual([]);
  const { id: later } = await aCase();
  await here().local.idle();
  const { items } = await readOn(admin, { after: first.nextCursor });
  expect(about(items, earlier)).toEqual([]);
  expect(typesOf(about(items, later))).toContain('Case Created');
});

test('[WH-3] a contact that changes is in the feed of staff', async () => {
  const after = await endFor(here().as.enquiry);
  const { id } = await aContact();
  await here().local.idle();
  expect((await readOn(here().as.enquiry, { after })).items.map(subjectIn)).toEqual([id]);
});
