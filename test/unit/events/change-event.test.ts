import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '#shared/casework/cases/case.ts';
import { operateClock } from '#shared/casework/cases/clocks/operate-clock.ts';
import { wakeCase } from '#shared/casework/cases/clocks/wake.ts';
import { changeStatus, closeCase, reopenCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import { deEscalateCase, escalateCase } from '#shared/casework/cases/life/escalate.ts';
import { restoreCase } from '#shared/casework/cases/life/trash.ts';
import { assignCase, claimCase, releaseCase } from '#shared/casework/cases/people/assign.ts';
import { addNoteToCase } from '#shared/casework/notes/note.ts';
import { subscriptions } from '#shared/contract/subscriptions.ts';
import { changeEvent } from '#shared/core/events/event.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { adviser, at, caseDefinition, openCase, raised, typeOfCases } from '../cases/sample-cases.ts';

describe('the event of a change', () => {
  it('[CA-19] knows nothing of the order in which the table gives members back', () => {
    const before = { status: { category: 'to-do', key: 'new' }, fields: { a: { x: 1, y: [{ p: 1, q: 2 }] } } };
    const after = { status: { key: 'new', category: 'to-do' }, fields: { a: { y: [{ q: 2, p: 1 }], x: 1 } } };
    expect(changeEvent('Case Updated', before, after).changed).toEqual([]);
    expect(
      changeEvent('Case Updated', before, { ...after, fields: { a: { y: [{ q: 3, p: 1 }], x: 1 } } }).changed,
    ).toEqual(['fields']);
  });

  it('[CA-19] says what changed, and its values before and after', () => {
    const before = { id: 'C1', version: 1, updatedAt: 'a', generation: 1, subject: 'Old', tags: ['a'], stage: 's' };
    const after = { id: 'C1', version: 2, updatedAt: 'b', generation: 2, subject: 'New', tags: ['a'], dueAt: 'd' };
    expect(changeEvent('Case Updated', before, after)).toEqual({
      type: 'Case Updated',
      changed: ['subject', 'stage', 'dueAt'],
      before: { subject: 'Old', stage: 's' },
      after: { subject: 'New', dueAt: 'd' },
    });
  });

  it('[CA-19] leads from one side to the other, and back', () => {
    const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.jsonValue());
    fc.assert(
      fc.property(record, record, (before, after) => {
        const event = changeEvent('Case Updated', before, after);
        const kept = (side: object) =>
          Object.fromEntries(Object.entries(side).filter(([member]) => !event.changed.includes(member)));
        // As they are kept: JSON knows no -0.
        const json = (value: unknown) => JSON.parse(JSON.stringify(value));
        expect(json({ ...kept(before), ...event.after })).toEqual(json(after));
        expect(json({ ...kept(after), ...event.before })).toEqual(json(before));
      }),
    );
  });
});

describe('the events that start wake-ups', () => {
  const ladder = [{ after: { amount: 1, unit: 'hours', time: 'calendar' } }];
  const target = { amount: 60, unit: 'minutes', time: 'calendar' };
  const definition = caseDefinition({
    statuses: typeOfCases.statuses.map((status) =>
      status.key === 'waiting' ? { ...status, pausesClocks: ['completion', 'first-response'] } : status,
    ),
    targets: [
      { ...typeOfCases.targets[0], onBreach: { escalate: true, ladder } },
      { key: 'first-response', target: { ...target, amount: 15 } },
    ],
  });
  /** Breached, and the next level of its ladder still to come. */
  const late = wakeCase(openCase({}, definition), { at: at(61), horizon: at(10_000) }, definition).after;
  const held = openCase({ assignee: { user: 'u1' } });
  const closed = closeCase(
    { record: openCase(), tasks: [], definition },
    { reason: 'solved', by: adviser, at: at(5) },
  ).after;
  const note = { id: '01KAG0000000000000000000N1', text: 'Hello', public: true, by: adviser, at: at(5) };
  const commands: Decision<Case>[] = [
    raised(),
    editCase(openCase(), { changes: { priority: 'critical' }, at: at(5) }, definition),
    operateClock(openCase(), { clockKey: 'first-response', command: { do: 'clear' }, at: at(5) }, definition),
    addNoteToCase(openCase(), note, definition),
    closeCase({ record: openCase(), tasks: [], definition }, { reason: 'solved', by: adviser, at: at(5) }),
    reopenCase(closed, { note: 'again', at: at(6) }, definition),
    changeStatus(openCase(), { status: 'waiting', at: at(5) }, definition),
    claimCase(late, { user: 'u1', at: at(65) }, definition),
    assignCase(late, { to: { user: 'u2' }, at: at(65) }, definition),
    releaseCase(held, { at: at(5) }),
    escalateCase(openCase(), { reason: 'urgent', at: at(5) }, definition),
    deEscalateCase(late, { at: at(65) }, definition),
    restoreCase(openCase({ trashedAt: new Date(at(1)).toISOString() }), at(5)),
  ];

  it.each(commands.map((decision) => ({ type: decision.events[0]?.type, decision })))(
    '[SLA-10] are those that may move what a case waits for: $type',
    ({ type, decision: { before, after } }) => {
      expect(subscriptions.clocks.some((one) => one === type)).toBe(before?.generation !== after.generation);
    },
  );
});
