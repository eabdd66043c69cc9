import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { changesIn, type EventAnswer, type NoteAnswer, saidIn, streamRows } from '#console/case/stream/stream-rows.ts';
import { eventsOfCases } from '#shared/casework/casework.events.ts';

const amara = { kind: 'user' as const, id: 'amara' };
const at = (minute: number): string => `2027-03-01T09:${String(minute).padStart(2, '0')}:00.000Z`;
const note = (id: string, minute: number, isPublic = false): NoteAnswer => ({
  id,
  createdAt: at(minute),
  createdBy: amara,
  text: `note ${id}`,
  public: isPublic,
});
const system = (id: string, minute: number, event: string): NoteAnswer => ({
  ...note(id, minute),
  system: true,
  event,
});
const event = (members: Partial<EventAnswer>): EventAnswer => ({
  eventId: 'e1',
  schemaVersion: 1,
  type: 'Case Updated',
  occurredAt: at(1),
  subject: { kind: 'case', id: 'c1' },
  actor: amara,
  cause: { depth: 0 },
  changed: [],
  before: {},
  after: {},
  ...members,
});
const mail = (eventId: string, minute: number, to: string) => ({
  eventId,
  notification: 'note-by-staff',
  to,
  at: at(minute),
  state: 'sent' as const,
});
const nothing = { notes: [], events: new Map<string, EventAnswer>(), messages: [], mails: [], isMore: false };

describe('[UI-1] the stream of a case', () => {
  test('has notes, what happened and mail, the newest first', () => {
    const rows = streamRows(
      {
        ...nothing,
        notes: [note('n2', 5, true), system('e1', 3, 'Case Assigned'), note('n1', 1)],
        events: new Map([['e1', event({ type: 'Case Assigned' })]]),
        mails: [mail('e1', 4, 'ben@example.edu'), mail('e1', 4, 'dev@example.edu')],
      },
      'all',
    );
    expect(rows.map(({ kind, id }) => [kind, id])).toEqual([
      ['note', 'n2'],
      ['mail', 'e1 note-by-staff ben@example.edu'],
      ['event', 'e1'],
      ['note', 'n1'],
    ]);
    expect(rows[1]).toMatchObject({ mails: [{ to: 'ben@example.edu' }, { to: 'dev@example.edu' }] });
  });

  test('says what changed from what to what, custom fields one by one', () => {
    const changed = event({
      changed: ['priority', 'fields', 'clocks', 'updatedAt'],
      before: { priority: 'low', fields: { course: 'A', seen: true }, clocks: [] },
      after: { priority: 'high', fields: { course: 'B', seen: true }, clocks: [{}] },
    });
    expect(changesIn(changed)).toEqual([
      { path: 'priority', before: 'low', after: 'high' },
      { path: 'fields.course', before: 'A', after: 'B' },
    ]);
  });

  test('says what people said with it', () => {
    const closed = event({
      type: 'Case Closed',
      after: { closure: { reason: 'solved', details: 'All is well' }, note: 'Called' },
    });
    expect(saidIn(closed)).toEqual(['Called', 'All is well']);
  });

  test('takes the words of the API where the event is not at hand', () => {
    const rows = streamRows({ ...nothing, notes: [system('e9', 1, 'Case Trashed')] }, 'all');
    expect(rows[0]).toMatchObject({ kind: 'event', text: 'note e9', changes: [] });
  });

  test('shows a message once, with its words, and leaves older mail to the pages behind', () => {
    const message = {
      id: 'm1',
      createdAt: at(5),
      createdBy: amara,
      subject: 'Hello',
      text: 'Hello there',
      to: [{ address: 's@example.edu', state: 'sent' as const }],
    };
    const parts = {
      ...nothing,
      notes: [system('e1', 5, 'Message Sent')],
      events: new Map([['e1', event({ type: 'Message Sent', after: { message: { id: 'm1', subject: 'Hello' } } })]]),
      messages: [message],
      mails: [mail('m1', 5, 's@example.edu'), mail('e0', 2, 'ben@example.edu')],
    };
    const rows = streamRows({ ...parts, isMore: true }, 'all');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ message: { text: 'Hello there' } });
    expect(streamRows(parts, 'mail')).toHaveLength(2);
    expect(streamRows(parts, 'notes')).toEqual([]);
  });
});

test('[UI-5] every event on the history of a case has words, and so has every reason that the API gives', async () => {
  const english: Record<string, string> = JSON.parse(
    readFileSync(new URL('../../../../console/case/messages/en.json', import.meta.url), 'utf8'),
  );
  const ofCases = [...eventsOfCases.values()].filter(({ about }) => about.includes('case'));
  const reasons = await Promise.all(
    ofCases.map(async ({ after }) => {
      const reason = (await after?.())?.reason;
      return reason instanceof z.ZodEnum ? reason.options.map((one) => `case.eventReason.${one}`) : [];
    }),
  );
  expect(reasons.flat().length).toBeGreaterThan(10);
  const wanted = [...ofCases.map(({ type }) => `case.eventName.${type}`), ...reasons.flat()];
  expect(wanted.filter((key) => english[key] === undefined)).toEqual([]);
});
