import { describe, expect, it } from 'vitest';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { operateClock, retargetClocks } from '#shared/casework/cases/clocks/operate-clock.ts';
import { wakeCase } from '#shared/casework/cases/clocks/wake.ts';
import { changeStatus, closeCase, reopenCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import { deEscalateCase } from '#shared/casework/cases/life/escalate.ts';
import { convertCase } from '#shared/casework/cases/links/convert.ts';
import { assignCase, claimCase } from '#shared/casework/cases/people/assign.ts';
import { addNoteToCase } from '#shared/casework/notes/note.ts';
import { faultsIn } from '../refused.ts';
import { adviser, at, caseDefinition, minutes, openCase, typeOfCases } from './sample-cases.ts';

const amount = (count: number) => ({ amount: count, unit: 'minutes', time: 'calendar' }) as const;
const target = (key: string, more: object = {}) => ({ key, target: amount(60), ...more });
const iso = (minute: number) => new Date(at(minute)).toISOString();

/** The states of the clocks, by key. */
const statesOf = ({ clocks }: Case) => Object.fromEntries(clocks.map(({ key, state }) => [key, state]));
const noteOf = (
  record: Case,
  definition: CaseDefinition,
  minute: number,
  kind: 'user' | 'requester',
  isPublic = true,
) =>
  addNoteToCase(
    record,
    {
      id: `01KAG0000000000000000000${minute}`,
      text: 'Hello',
      public: isPublic,
      by: { kind, id: 'x1' },
      at: at(minute),
    },
    definition,
  ).after;

describe('what starts and stops a clock', () => {
  it('[SLA-3] the next reply starts at the oldest unanswered message of the requester, and stops at an answer that they see', () => {
    const definition = caseDefinition({ targets: [target('next-reply')] });
    let record = noteOf(openCase({}, definition), definition, 10, 'user');
    expect(statesOf(record)).toEqual({});
    record = noteOf(record, definition, 20, 'requester');
    record = noteOf(record, definition, 30, 'requester');
    expect(record.clocks).toMatchObject([{ state: 'running', startedAt: iso(20), dueAt: iso(80) }]);
    record = noteOf(record, definition, 40, 'user', false);
    expect(statesOf(record)).toEqual({ 'next-reply': 'running' });
    record = noteOf(record, definition, 50, 'user');
    expect(statesOf(record)).toEqual({ 'next-reply': 'met' });
    expect(noteOf(record, definition, 90, 'requester').clocks).toMatchObject([
      { state: 'running', startedAt: iso(90) },
    ]);
  });

  it('[SLA-3] a stage has its clock from the raising on where the case begins in it, until it is left', () => {
    const definition = caseDefinition({ targets: [target('stage:stage-1'), target('completion')] });
    const elsewhere = openCase({}, definition);
    expect(statesOf(elsewhere)).toEqual({ completion: 'running' });
    const inside = editCase(elsewhere, { changes: { stage: 'stage-1' }, at: at(5) }, definition).after;
    expect(statesOf(inside)).toEqual({ 'stage:stage-1': 'running', completion: 'running' });
    const left = editCase(inside, { changes: { stage: null }, at: at(9) }, definition).after;
    expect(statesOf(left)).toEqual({ 'stage:stage-1': 'met', completion: 'running' });
  });

  it('[SLA-3] a target may say other conditions: here, a response is when somebody takes the case, and completion counts from then', () => {
    const definition = caseDefinition({
      targets: [target('first-response', { stops: 'assigned' }), target('completion', { starts: 'assigned' })],
    });
    const record = openCase({}, definition);
    expect(statesOf(record)).toEqual({ 'first-response': 'running' });
    expect(noteOf(record, definition, 5, 'user').clocks[0]?.state).toBe('running');
    const toTeam = assignCase(record, { to: { group: 'tutors' }, at: at(6) }, definition).after;
    expect(statesOf(toTeam)).toEqual({ 'first-response': 'running' });
    const taken = claimCase(toTeam, { user: 'u1', at: at(7) }, definition).after;
    expect(taken.clocks).toMatchObject([{ state: 'met' }, { key: 'completion', startedAt: iso(7) }]);
    expect(taken.dueAt).toBe(iso(67));
  });

  it('[SLA-3] closing stops all; reopening lets those go on that closing alone had stopped', () => {
    const definition = caseDefinition({
      targets: [target('completion'), target('first-response'), target('stage:stage-1')],
    });
    const record = openCase({}, definition);
    const inside = editCase(record, { changes: { stage: 'stage-1' }, at: at(10) }, definition).after;
    const closed = closeCase(
      { record: inside, tasks: [], definition },
      { reason: 'solved', by: adviser, at: at(30) },
    ).after;
    expect(Object.values(statesOf(closed))).toEqual(['met', 'met', 'met']);
    const open = reopenCase(closed, { note: 'Again', at: at(100) }, definition).after;
    expect(open.clocks).toMatchObject([
      { key: 'completion', state: 'running', dueAt: iso(130) },
      { key: 'first-response', state: 'met' },
      { key: 'stage:stage-1', state: 'running', dueAt: iso(140) },
    ]);
  });
});

describe('what holds a clock', () => {
  it('[SLA-8] an open question does, where the target says so, until all are answered', () => {
    const definition = caseDefinition({
      targets: [target('completion', { pauseWhileAwaitingReply: true }), target('first-response')],
    });
    const asks = (record: Case, openQuestions: number, minute: number) =>
      changeCase(record, { ...record, openQuestions }, { type: 'Case Updated', at: at(minute), definition }).after;
    const asked = asks(asks(openCase({}, definition), 1, 10), 2, 15);
    expect(statesOf(asked)).toEqual({ completion: 'paused', 'first-response': 'running' });
    const oneLeft = asks(asked, 1, 20);
    expect(oneLeft.clocks[0]?.pauses).toEqual([{ by: 'question', since: iso(10) }]);
    expect(asks(oneLeft, 0, 30).dueAt).toBe(iso(80));
  });

  it('[SLA-8] a status does; meanwhile the case is due at no instant', () => {
    const definition = caseDefinition({
      statuses: typeOfCases.statuses.map((one) =>
        one.key === 'waiting' ? { ...one, pausesClocks: ['completion'] } : one,
      ),
    });
    const waiting = changeStatus(openCase({}, definition), { status: 'waiting', at: at(20) }, definition).after;
    expect(statesOf(waiting)).toEqual({ completion: 'paused', 'first-response': 'running' });
    expect(waiting).not.toHaveProperty('dueAt');
    expect(changeStatus(waiting, { status: 'open', at: at(50) }, definition).after.dueAt).toBe(iso(90));
  });
});

describe('a ladder', () => {
  const ladder = [{ after: amount(10), groups: ['leads'] }, { after: amount(20) }, { after: amount(30) }];
  const definition = caseDefinition({ targets: [target('completion', { onBreach: { escalate: true, ladder } })] });
  const wake = (record: Case, minute: number) => wakeCase(record, { at: at(minute), horizon: at(100_000) }, definition);

  it('[SLA-6] raises the level and says which groups it calls in', () => {
    const decision = wake(openCase({}, definition), 75);
    expect(decision.events.map(({ type, after }) => [type, after.by, after.rung, after.groups])).toEqual([
      ['Target Breached', undefined, undefined, undefined],
      ['Case Escalated', 'breach', undefined, undefined],
      ['Case Escalated', 'ladder', 0, ['leads']],
    ]);
    expect(decision.after.escalated).toBe(2);
  });

  it.each([
    ['claims', (record: Case) => claimCase(record, { user: 'u1', at: at(76) }, definition)],
    ['assigns', (record: Case) => assignCase(record, { to: { group: 'tutors' }, at: at(76) }, definition)],
    ['changes the status', (record: Case) => changeStatus(record, { status: 'open', at: at(76) }, definition)],
    ['de-escalates', (record: Case) => deEscalateCase(record, { at: at(76) }, definition)],
    [
      'closes',
      (record: Case) => closeCase({ record, tasks: [], definition }, { reason: 'solved', by: adviser, at: at(76) }),
    ],
  ])('[SLA-6] ends when somebody %s it', (_what, act) => {
    const { after } = act(wake(openCase({}, definition), 75).after);
    expect(wake(after, 500).events).toEqual([]);
  });

  it('[SLA-6] does not end where a status is set that the case has', () => {
    const late = wake(openCase({}, definition), 75).after;
    const same = changeStatus(late, { status: 'new', at: at(76) }, definition);
    expect(same.events).toEqual([]);
    expect(wake(same.after, 500).events).toHaveLength(2);
  });

  it('[SLA-10] does as much at once as goes into a transaction, and the rest right after', () => {
    const reminders = Array.from({ length: 20 }, (_, index) => ({ before: amount(index + 1) }));
    const all = ['completion', 'first-response', 'stage:stage-1'].map((key) =>
      target(key, { reminders, onBreach: { escalate: true, ladder } }),
    );
    const many = caseDefinition({ targets: all });
    let record = editCase(openCase({}, many), { changes: { stage: 'stage-1' }, at: at(0) }, many).after;
    const counts: number[] = [];
    for (;;) {
      const decision = wakeCase(record, { at: at(500), horizon: at(100_000) }, many);
      if (decision.events.length === 0) break;
      counts.push(decision.events.length);
      record = decision.after;
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3 * (20 + 2 + 3));
    expect(Math.max(...counts)).toBeLessThanOrEqual(42);
  });
});

describe('another target', () => {
  const definition = caseDefinition();
  const longer = {
    ...caseDefinition({ targets: [{ ...typeOfCases.targets[0], target: amount(90) }] }),
    counting: { typeVersion: 8, calendars: {} },
  };

  it('[SLA-9] is given to running clocks from their start; a target that is gone is cleared; given twice it stays', () => {
    const given = retargetClocks(openCase(), { at: at(5) }, longer);
    expect(given.after).toMatchObject({ dueAt: iso(90), counting: { typeVersion: 8 } });
    expect(statesOf(given.after)).toEqual({ completion: 'running', 'first-response': 'cleared' });
    expect(retargetClocks(given.after, { at: at(6) }, longer).events).toEqual([]);
  });

  it('[SLA-9] is not given to what was set by hand, or is closed', () => {
    const command = { do: 'set', to: iso(30) } as const;
    const set = operateClock(openCase(), { clockKey: 'completion', command, at: at(1) }, definition).after;
    expect(retargetClocks(set, { at: at(5) }, longer).after.dueAt).toBe(iso(30));
    const closed = closeCase(
      { record: openCase(), tasks: [], definition },
      { reason: 'solved', by: adviser, at: at(5) },
    ).after;
    expect(retargetClocks(closed, { at: at(6) }, longer).events).toEqual([]);
  });

  const noTasks = { tasks: [], by: adviser, newId: () => '' };
  it('[CA-16] comes with another type: kept where it has it too, or begun anew', () => {
    const kept = convertCase(openCase(), { targets: 'keep', ...noTasks, at: at(5) }, longer).after;
    expect(kept).toMatchObject({ dueAt: openCase().dueAt, counting: { typeVersion: 8 } });
    expect(Object.keys(statesOf(kept))).toEqual(['completion']);
    expect(convertCase(openCase(), { targets: 'restart', ...noTasks, at: at(5) }, longer).after.dueAt).toBe(iso(95));
  });

  it('[SLA-7] that lies before the start of the clock is a fault of dueAt where dueAt asks for it', () => {
    const dueAt = new Date(at(0) - minutes(1)).toISOString();
    expect(faultsIn(() => editCase(openCase(), { changes: { dueAt }, at: at(5) }, definition))).toEqual([
      { pointer: '/dueAt', code: 'before-start' },
    ]);
  });
});
