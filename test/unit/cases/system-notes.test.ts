import { describe, expect, it } from 'vitest';
import { notesAndEvents } from '#shared/casework/cases/notes/notes-and-events.ts';
import { mayBecome, publicityOf } from '#shared/casework/cases/notes/publicity.ts';
import { systemNoteOf } from '#shared/casework/cases/notes/system-notes.ts';
import { eventsOfCases } from '#shared/casework/casework.events.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { eventKey, noteKey } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { adviser, at, caseDefinition } from './sample-cases.ts';

const subject = { kind: 'case' as const, id: '01KAG0000000000000000000C1' };
const { type } = caseDefinition();
const names = {
  type,
  person: (id: string) => (id === 'u1' ? 'Ada Lovelace' : undefined),
  group: (key: string) => (key === 'tutors' ? 'Tutors' : undefined),
};
const event = (what: string, members: Partial<DomainEvent> = {}): DomainEvent => ({
  eventId: '01KAG0000000000000000000E1',
  schemaVersion: 1,
  type: what,
  occurredAt: iso(at(0)),
  subject,
  actor: adviser,
  cause: { depth: 0 },
  changed: [],
  before: {},
  after: {},
  ...members,
});
const wordsOf = (what: string, members: Partial<DomainEvent> = {}) => systemNoteOf(event(what, members), names)?.text;

describe('[NO-1] who learns of what happens to a case', () => {
  it('[NO-1] is split once: its life is public, who works on it how is not', () => {
    const open = [...eventsOfCases.keys()].filter((one) => publicityOf({ type: one, after: {} }, type) === 'public');
    expect(open).toEqual(
      expect.arrayContaining(['Case Created', 'Case Status Changed', 'Case Closed', 'Case Reopened']),
    );
    for (const one of [
      'Case Updated',
      'Case Assigned',
      'Case Escalated',
      'Case Link Changed',
      'Case Opened In Emergency',
    ])
      expect(open).not.toContain(one);
  });

  it('[NO-1] a type moves what lies between, and leaves out what it likes', () => {
    const systemNotes = { 'Case Assigned': 'public', 'Case Status Changed': 'private', 'Case Created': 'off' } as const;
    const shown = (one: string) => publicityOf({ type: one, after: {} }, { systemNotes });
    expect(['Case Assigned', 'Case Status Changed', 'Case Created', 'Case Closed'].map(shown)).toEqual([
      'public',
      'private',
      'off',
      'public',
    ]);
  });

  it('[NO-1] what is for staff alone becomes public by no setting, and a note says itself', () => {
    const systemNotes = { 'Case Escalated': 'public', 'Note Added': 'public' } as const;
    expect(publicityOf({ type: 'Case Escalated', after: {} }, { systemNotes })).toBe('private');
    const note = (isPublic: boolean) =>
      publicityOf({ type: 'Note Added', after: { note: { public: isPublic } } }, { systemNotes });
    expect([note(true), note(false)]).toEqual(['public', 'private']);
    expect(mayBecome('Case Escalated', 'public')).toBe(false);
    expect(mayBecome('Case Escalated', 'off')).toBe(true);
    expect(mayBecome('Note Added', 'private')).toBe(false);
  });

  it('[NO-1] an event that no case knows is for staff', () => {
    expect(publicityOf({ type: 'Toast Burnt', after: {} }, type)).toBe('private');
  });
});

describe('[NO-1] a system note', () => {
  it.each<[string, Partial<DomainEvent>, string]>([
    ['Case Created', {}, 'The case was raised'],
    ['Case Status Changed', { after: { status: { key: 'waiting', category: 'in-progress' } } }, 'Status: Waiting'],
    ['Case Assigned', { after: { assignee: { user: 'u1' }, reason: 'absence' } }, 'Assigned to Ada Lovelace: Absence'],
    ['Case Assigned', { after: { assignee: { group: 'tutors' } } }, 'Assigned to Tutors'],
    ['Case Released', { before: { assignee: { user: 'u1' } } }, 'Put back by Ada Lovelace'],
    [
      'Case Updated',
      { changed: ['subject', 'clocks', 'stageSince', 'timeInStage', 'priority'] },
      'Changed: priority, subject',
    ],
    ['Case Escalated', { after: { escalated: 2, reason: 'urgent' } }, 'Escalated to level 2: Urgent'],
    ['Case Closed', { after: { closure: { reason: 'solved' } } }, 'Closed: Solved'],
    ['Case Merged', { after: { mergedInto: 'C2' } }, 'Merged into another case'],
    ['Case Merged', {}, 'Took up another case'],
    ['Target Breached', { after: { clock: 'first-response' } }, 'The target First response was missed'],
    ['Target Changed', { after: { operation: { do: 'retarget' } } }, 'The targets were changed'],
    ['Message Sent', { after: { message: { subject: 'We saw it' } } }, 'A message was sent: We saw it'],
  ])('[NO-1] says %s in words', (what, members, text) => {
    expect(wordsOf(what, members)).toBe(text);
  });

  it('[NO-1] has the id, the instant and the actor of its event, and says that it is one', () => {
    expect(systemNoteOf(event('Case Reopened'), names)).toEqual({
      id: '01KAG0000000000000000000E1',
      createdAt: iso(at(0)),
      createdBy: adviser,
      text: 'Taken up again',
      public: true,
      system: true,
      event: 'Case Reopened',
    });
  });

  it('[NO-1] is none for a note, which is there itself, and none where the type leaves it out', () => {
    expect(wordsOf('Note Added', { after: { note: { public: true } } })).toBeUndefined();
    const without = { ...names, type: { ...type, systemNotes: { 'Case Created': 'off' as const } } };
    expect(systemNoteOf(event('Case Created'), without)).toBeUndefined();
  });

  it('[NO-1] can be written of every event of a case, whatever it lacks', () => {
    for (const what of [...eventsOfCases.keys()].filter((one) => one !== 'Note Added' && one !== 'Case Status Changed'))
      expect(wordsOf(what), what).toMatch(/./);
  });
});

describe('[NO-1] notes and events together', () => {
  const noteItem = (n: number, minute: number): Item => {
    const id = `01KAG0000000000000000000N${n}`;
    return {
      ...noteKey(subject, id),
      note: { id, createdAt: iso(at(minute)), createdBy: adviser, text: `note ${n}`, public: false },
    };
  };
  const eventItem = (version: number, what: string, minute: number): Item => ({
    ...eventKey(subject, version, 0),
    event: event(what, { eventId: `E${version}`, occurredAt: iso(at(minute)), after: { note: { public: false } } }),
  });
  const rows = [
    eventItem(1, 'Case Created', 0),
    noteItem(1, 5),
    eventItem(2, 'Note Added', 5),
    eventItem(3, 'Case Escalated', 6),
    noteItem(2, 7),
    eventItem(4, 'Note Added', 7),
    eventItem(5, 'Case Reopened', 8),
    eventItem(6, 'Note Added', 9),
    noteItem(3, 9),
  ];
  const inOrder = [
    'E1',
    '01KAG0000000000000000000N1',
    'E3',
    '01KAG0000000000000000000N2',
    'E5',
    '01KAG0000000000000000000N3',
  ];

  it.each([1, 2, 3, 5, 6, 50])(
    '[NO-1] come in order of time, nothing twice and nothing left out, in pages of %i',
    async (limit) => {
      const { table } = memoryTable(rows);
      const ids: string[] = [];
      let after: string | undefined;
      do {
        const page = await notesAndEvents(table, subject, { limit, after, names });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        ids.push(...page.items.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(ids).toEqual(inOrder);
    },
  );

  it('[NO-1] end with a page that knows that there is no more', async () => {
    const { table } = memoryTable(rows);
    expect((await notesAndEvents(table, subject, { limit: 6, after: undefined, names })).next).toBeUndefined();
  });
});
