import { afterEach, describe, expect, test } from 'vitest';
import { layouts } from '#functions/services.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { putContact } from '#shared/casework/contacts/put-contact.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { aSegment, segment } from './segment-making.ts';
import { aContact, act, here, put, signIn, unique } from './world.ts';

// Segments and signals by the hundred, while what carries them dies; and that an event costs the
// same however much its contact has. The bench has them by the ten thousand.

const kills = (seed: number) => ({
  duplicate: 0.2,
  reorder: true,
  fail: ['publish', 'segments', 'automation', 'signals', 'wake'].map((name) => ({ function: name, rate: 0.1 })),
  seed,
});
afterEach(() => here().local.faults({}));

/** Contacts with a label, as the product keeps them: put one by one they would take a minute. */
const aCrowd = async (count: number): Promise<{ label: Condition; ids: string[] }> => {
  const label = unique('crowd-');
  const at = Date.parse(await here().local.now());
  const ids = Array.from({ length: count }, (_, index) => `${label}-${index}`);
  for (const id of ids) {
    const input = { name: id, labels: [label], attributes: {}, network: {}, courses: [] } as never;
    const { after } = putContact(undefined, { id, input, by: { kind: 'user', id: 'ada' }, at });
    const indexes = (layouts.contact as { indexes(contact: Contact): Record<string, string> }).indexes(after);
    await here().table.put({ ...recordKey({ kind: 'contact', id }), ...indexes, record: after });
  }
  return { label: { field: 'contact.labels', op: 'contains', value: label }, ids };
};

/** Until nothing is left that died every time. */
const settled = async (): Promise<void> => {
  await here().local.idle();
  await here().local.faults({});
  await here().local.advance('PT16M');
  await here().local.idle();
};

const carried = async (type: string): Promise<{ contactId: string; eventId: string; occurredAt: string }[]> => {
  const events = (await here().local.busEvents()).filter((event) => event['detail-type'] === type);
  const once = new Map(events.map(({ detail }) => [detail.eventId, detail]));
  return [...once.values()] as never;
};

describe('[SE-3] [WF-2] a segment of many', () => {
  test('[WF-2] four hundred people are enrolled at once by one segment, none twice and none lost, while every tenth process dies', async () => {
    const { label, ids } = await aCrowd(400);
    const key = await aSegment({ field: 'contact.labels', op: 'contains', value: 'nobody' });
    const admin = await signIn('ada', 'admins');
    const trigger = { event: 'segment-joined', segment: key };
    await admin.post('/v1/workflows', { title: 'Many', trigger, steps: [{ do: 'wait', for: 'P1D' }] });
    await here().local.idle();
    await here().local.faults(kills(3));
    await put(`/v1/segments/${key}`, { name: key, condition: label });
    await settled();
    expect((await segment(key)).count).toBe(400);
    const started = (await carried('Workflow Started')).map(({ contactId }) => contactId);
    expect(started.sort()).toEqual(ids.sort());
  }, 60_000);

  test('[SE-3] five hundred cross at one instant, each once, none early and none more than a minute late', async () => {
    const { label, ids } = await aCrowd(500);
    const { local } = here();
    const ends = Date.parse(await local.now()) + 30 * 24 * 60 * 60 * 1000;
    await aSegment({ all: [label, { field: 'contact.createdAt', op: 'within', value: { ago: 'P30D' } }] });
    await local.advanceTo(new Date(ends - 1).toISOString());
    await local.idle();
    expect(await carried('Segment Left')).toEqual([]);
    await local.faults({ ...kills(4), fail: [] });
    const before = (await local.executions()).length;
    await local.advance('PT61S');
    const left = await carried('Segment Left');
    expect(left.map(({ contactId }) => contactId).sort()).toEqual(ids.sort());
    const late = left.map(({ occurredAt }) => Date.parse(occurredAt) - ends);
    expect([Math.min(...late) >= 0, Math.max(...late) <= 60_000]).toEqual([true, true]);
    // What waits for them is an execution for each shard of contacts, which there were before.
    expect((await local.executions()).length - before).toBeLessThan(5);
    expect(before).toBeLessThan(100);
  }, 60_000);
});

describe('what an event costs', () => {
  const callsOf = async (work: () => Promise<unknown>): Promise<number> => {
    await here().local.idle();
    const before = here().calls();
    await work();
    await here().local.idle();
    return here().calls() - before;
  };

  test('[SE-3] a case of a contact costs as many calls of the table when they have forty others as when they have fifteen', async () => {
    const { id } = await aContact();
    const raise = async (count: number) => {
      for (let number = 0; number < count; number++)
        await act(await signIn('ada', 'admins'), '/v1/cases', {
          type: 'academic-concern',
          subject: 'One of many',
          contactId: id,
        });
    };
    await raise(15);
    const few = await callsOf(() => raise(5));
    await raise(20);
    const many = await callsOf(() => raise(5));
    expect(many).toBeLessThan(few * 1.1);
  });

  test('[AL-12] [IN-3] three hundred signals, a third of them twice, in a storm: each makes its alert once, and the last costs what the first did', async () => {
    const { local } = here();
    const source = unique('lms-');
    await put(`/v1/signal-mappings/${source}`, {
      name: 'Missed',
      match: { field: 'event.source', op: 'is', value: source },
      contactId: '{{ event.detail.contactId }}',
      dedupeKey: '{{ event.detail.number }}',
      alert: { type: 'attendance', priority: 'low', course: { code: 'X-{{ event.detail.number }}' } },
    });
    const people = await Promise.all(Array.from({ length: 3 }, () => aContact()));
    const signal = (number: number) => ({
      Source: source,
      DetailType: 'Missed',
      Detail: { contactId: people[number % people.length]?.id, number },
    });
    const send = async (from: number, count: number) => {
      for (let number = from; number < from + count; number += 10)
        await local.putEvents(Array.from({ length: 10 }, (_, of) => signal(number + of)));
    };
    const first = await callsOf(() => send(0, 60));
    await local.faults(kills(5));
    await send(60, 180);
    await send(60, 100);
    await settled();
    const last = await callsOf(() => send(240, 60));
    expect((await carried('Signal Received')).length).toBe(300);
    const alerts = new Set(
      (await carried('Alert Created'))
        .filter(({ contactId }) => people.some(({ id }) => id === contactId))
        .map(({ eventId }) => eventId),
    );
    expect(alerts.size).toBe(300);
    expect(last).toBeLessThan(first * 1.2);
  }, 60_000);
});
