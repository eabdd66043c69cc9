import { describe, expect, it } from 'vitest';
import { answerClocks } from '#shared/casework/cases/answer-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { operateClock, staffMay } from '#shared/casework/cases/clocks/operate-clock.ts';
import { closeCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import { faultsIn, refusalOf } from '../refused.ts';
import { adviser, at, caseDefinition, openCase } from './sample-cases.ts';

const definition = caseDefinition({
  fields: [
    { key: 'course', name: 'Course', type: 'text', required: true },
    { key: 'room', name: 'Room', type: 'integer' },
  ],
});
const existing = openCase({
  description: 'three in a row',
  stage: 'stage-1',
  fields: { course: 'MATH-101', room: 7 },
});
const closed = closeCase(
  { record: existing, tasks: [], definition },
  { reason: 'solved', by: adviser, at: at(5) },
).after;

describe('editing a case', () => {
  it('changes what is given, merges fields, clears with null, and leaves the rest', () => {
    const changes = { subject: 'Away', description: null, stage: null, tags: ['seen'], fields: { room: null } };
    const { after, events } = editCase(existing, { changes, at: at(1) }, definition);
    expect(after).toMatchObject({
      subject: 'Away',
      tags: ['seen'],
      fields: { course: 'MATH-101' },
      priority: 'medium',
    });
    for (const member of ['description', 'stage']) expect(after).not.toHaveProperty(member);
    expect(after.fields).not.toHaveProperty('room');
    expect(events).toMatchObject([
      { type: 'Case Updated', before: { subject: 'Missed classes', stage: 'stage-1' }, after: { subject: 'Away' } },
    ]);
    expect(events[0]?.changed.sort()).toEqual(['description', 'fields', 'stage', 'subject', 'tags']);
  });

  it('[CA-1] [CA-10] gives no contact to a case whose requester is kept from staff', () => {
    const hidden = { ...existing, anonymous: true as const };
    const edit = (changes: object) => () => editCase(hidden, { changes, at: at(1) }, definition);
    expect(refusalOf(edit({ contactId: 'S1' }))).toBe('requester-hidden');
    expect(edit({ subject: 'Away' })().after.subject).toBe('Away');
  });

  it('[CA-10] keeps the case when its contact changes', () => {
    const { after } = editCase(existing, { changes: { contactId: 'S2' }, at: at(1) }, definition);
    expect(after).toMatchObject({ id: existing.id, contactId: 'S2', reference: existing.reference });
  });

  it('names every fault at once', () => {
    const changes = { priority: 'huge', subtype: 'arts', stage: 'stage-9', fields: { course: null, room: 'seven' } };
    expect(faultsIn(() => editCase(existing, { changes, at: at(1) }, definition))).toEqual([
      { pointer: '/priority', code: 'unknown-priority' },
      { pointer: '/subtype', code: 'unknown-subtype' },
      { pointer: '/stage', code: 'unknown-stage' },
      { pointer: '/fields/room', code: 'invalid-integer' },
      { pointer: '/fields/course', code: 'required' },
    ]);
  });

  it('is no change where everything is so already', () => {
    const same = { subject: existing.subject, priority: 'medium', fields: { room: 7 } };
    expect(editCase(existing, { changes: same, at: at(1) }, definition)).toMatchObject({ after: existing, events: [] });
  });

  it('[SLA-1] re-targets the clocks from their start when the priority changes', () => {
    const { after } = editCase(existing, { changes: { priority: 'critical' }, at: at(5) }, definition);
    expect(after.dueAt).toBe(new Date(at(20)).toISOString());
    expect(after.generation).toBe(existing.generation + 1);
  });

  it('[SLA-1] sets the completion target by dueAt, whatever priority comes with it', () => {
    const dueAt = new Date(at(240)).toISOString();
    const { after, events } = editCase(existing, { changes: { dueAt, priority: 'critical' }, at: at(5) }, definition);
    expect(after.dueAt).toBe(dueAt);
    expect(after.clocks[0]).toMatchObject({ key: 'completion', dueAt });
    expect(events[0]?.changed).toEqual(expect.arrayContaining(['dueAt', 'clocks', 'priority']));
  });

  it('[SLA-1] lets dueAt be set freely where the type has no completion target', () => {
    const free = caseDefinition({ targets: [] });
    const dueAt = new Date(at(240)).toISOString();
    const { after } = editCase(openCase({}, free), { changes: { dueAt }, at: at(5) }, free);
    expect(after).toMatchObject({ dueAt, clocks: [] });
  });

  it('[SLA-1] takes a due date away with null: the target is cleared where there is one, once', () => {
    const { after } = editCase(existing, { changes: { dueAt: null }, at: at(5) }, definition);
    expect(after).not.toHaveProperty('dueAt');
    expect(after.clocks[0]).toMatchObject({ key: 'completion', state: 'cleared' });
    expect(answerClocks(after, definition, at(5))[0]).not.toHaveProperty('dueAt');
    expect(editCase(after, { changes: { dueAt: null }, at: at(6) }, definition).events).toEqual([]);
    const free = caseDefinition({ targets: [] });
    const due = editCase(openCase({}, free), { changes: { dueAt: new Date(at(240)).toISOString() }, at: at(5) }, free);
    expect(editCase(due.after, { changes: { dueAt: null }, at: at(6) }, free).after).not.toHaveProperty('dueAt');
  });

  it('[SLA-1] refuses dueAt of a case that is closed', () => {
    const dueAt = new Date(at(240)).toISOString();
    expect(refusalOf(() => editCase(closed, { changes: { dueAt }, at: at(6) }, definition))).toBe('clock-stopped');
  });
});

describe('moving a target', () => {
  const to25 = { do: 'set', to: new Date(at(25)).toISOString() } as const;

  it('[SLA-1] extends it by an amount, and the history says which clock and why', () => {
    const by = { amount: 1, unit: 'hours', time: 'calendar' } as const;
    const command = { clockKey: 'completion', command: { do: 'extend', by }, note: 'in hospital', at: at(5) } as const;
    const { after, events } = operateClock(existing, command, definition);
    expect(after.dueAt).toBe(new Date(at(120)).toISOString());
    expect(events).toMatchObject([
      {
        type: 'Target Changed',
        before: { dueAt: existing.dueAt },
        after: { clock: 'completion', operation: { do: 'extend', by }, note: 'in hospital' },
      },
    ]);
  });

  it('[SLA-1] sets it to an instant, and leaves the other clocks and the date due alone', () => {
    const { after } = operateClock(existing, { clockKey: 'first-response', command: to25, at: at(5) }, definition);
    expect(after.clocks[1]?.dueAt).toBe(new Date(at(25)).toISOString());
    // First response is what the case waits for next.
    expect(after.generation).toBe(existing.generation + 1);
    expect(after.clocks[0]).toEqual(existing.clocks[0]);
    expect(after.dueAt).toBe(existing.dueAt);
  });

  it('is refused for a clock that is not there, and for one that has stopped', () => {
    const set = (record: Case, clockKey: string) => () =>
      operateClock(record, { clockKey, command: to25, at: at(6) }, definition);
    expect(refusalOf(set(existing, 'next-reply'))).toBe('not-found');
    expect(refusalOf(set(closed, 'completion'))).toBe('clock-stopped');
  });

  it.each([
    ['set', { staffMaySet: true }],
    ['extend', { staffMayExtend: true }],
  ] as const)('[SLA-1] is for staff where the type lets them %s it, and only that', (operation, members) => {
    const target = { key: 'completion', target: { amount: 1, unit: 'hours', time: 'calendar' }, ...members };
    const open = caseDefinition({ targets: [target] });
    expect(staffMay(open, 'completion', 'set')).toBe(operation === 'set');
    expect(staffMay(open, 'completion', 'extend')).toBe(operation === 'extend');
    expect(staffMay(open, 'next-reply', operation)).toBe(false);
  });
});
