import { describe, expect, expectTypeOf, it } from 'vitest';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import type { CaseworkEvent, CaseworkEventOf } from '#shared/casework/casework.events.ts';
import { isCaseworkEvent } from '#shared/casework/casework.events.ts';
import { allEvents, eventTypes } from '#shared/contract/events.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { faultOf } from '#test/declared-events.ts';
import { adviser, at, caseDefinition, openCase } from '../cases/sample-cases.ts';

const definition = caseDefinition();
const open = openCase();
const event = (members: Partial<DomainEvent>): DomainEvent => ({
  eventId: '01KAG0000000000000000000E1',
  schemaVersion: 1,
  type: 'Case Reopened',
  occurredAt: '2026-11-23T12:00:00.000Z',
  subject: { kind: 'case', id: open.id },
  actor: adviser,
  cause: { depth: 0 },
  changed: [],
  before: {},
  after: {},
  ...members,
});

describe('what is declared of events', () => {
  it('[IN-2] is one declaration for each name', () => {
    expect(new Set(eventTypes).size).toBe(eventTypes.length);
  });

  it('[IN-2] has no word of the record where it carries none', () => {
    const bare = allEvents.filter(({ record }) => !record);
    expect(bare.filter(({ changes }) => changes).map(({ type }) => type)).toEqual([]);
  });

  it('[IN-2] is what a decision has to say: no other member, none too few, no clock without what it counts by', () => {
    const decisions = [
      () => changeCase(open, open, { type: 'Case Reopened', at: at(1), definition, detail: { note: 'again' } }),
      // @ts-expect-error: it says why it was reopened
      () => changeCase(open, open, { type: 'Case Reopened', at: at(1), definition }),
      // @ts-expect-error: it says nothing of a reason
      () => changeCase(open, open, { type: 'Case Reopened', at: at(1), definition, detail: { note: '', reason: '' } }),
      // @ts-expect-error: it may move clocks
      () => changeCase(open, open, { type: 'Case Reopened', at: at(1), detail: { note: 'again' } }),
      // @ts-expect-error: no such event is declared
      () => changeCase(open, open, { type: 'Case Toasted', at: at(1) }),
    ];
    expect(decisions[0]?.().events[0]).toMatchObject({ type: 'Case Reopened', after: { note: 'again' } });
  });

  it('[IN-2] is read by the name of the event, and nothing is taken for granted of one that is stored', () => {
    expectTypeOf<CaseworkEventOf<'Case Reopened'>['after']['note']>().toEqualTypeOf<string | undefined>();
    const noteOf = (one: CaseworkEvent) => (one.type === 'Case Reopened' ? one.after.note : undefined);
    expect([event({ after: { note: 'again' } }), event({})].filter(isCaseworkEvent).map(noteOf)).toEqual([
      'again',
      undefined,
    ]);
    expect(isCaseworkEvent(event({ type: 'Case Toasted' }))).toBe(false);
  });

  it('[IN-2] finds a member that is not declared, one that is missing, and an event that nobody declares', () => {
    const fault = ({ type, ...detail }: DomainEvent) => faultOf(type, detail);
    expect(fault(event({ after: { note: 'again', openTasks: 2 } }))).toBeUndefined();
    expect(fault(event({}))).toMatch(/after\.note/);
    expect(fault(event({ after: { note: 'again', toast: 1 } }))).toMatch(/toast/);
    expect(fault(event({ after: { note: 'again', openTasks: 'two' } }))).toMatch(/openTasks/);
    expect(fault(event({ valuesOmitted: ['after.note'] }))).toBeUndefined();
    expect(fault(event({ type: 'Case Toasted' }))).toMatch(/no event/);
  });
});
