import { describe, expect, it } from 'vitest';
import type { Services } from '#functions/services.ts';
import { wake } from '#functions/wake/wake.ts';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { wakeCase } from '#shared/casework/cases/clocks/wake.ts';
import { closeCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { adviser, at, caseDefinition, openCase } from '../cases/sample-cases.ts';

// Completion at 60 minutes with reminders at 30 and 50, first response at 15; only completion
// escalates.
const definition = caseDefinition();
const far = at(10_000);
const wakeAt = (record: Case, minute: number, horizon = far) =>
  wakeCase(record, { at: at(minute), horizon }, definition);
const typesOf = (decision: Decision<Case>) => decision.events.map((event) => event.type);

describe('waking a case', () => {
  it('[SLA-10] decides nothing when it is too early, even by a millisecond', () => {
    const record = openCase();
    const decision = wakeCase(record, { at: at(15) - 1, horizon: far }, definition);
    expect(decision).toEqual({ kind: 'case', before: record, after: record, events: [] });
  });

  it('[SLA-10] decides what is due, and nothing when it comes again', () => {
    const first = wakeAt(openCase(), 30);
    expect(typesOf(first)).toEqual(['Target Breached', 'Target Reminder Due']);
    expect(wakeAt(first.after, 30).events).toEqual([]);
    expect(wakeAt(first.after, 31).events).toEqual([]);
  });

  it('[SLA-4] reminds of a target with the clock and both instants', () => {
    expect(wakeAt(openCase(), 30).events[1]).toMatchObject({
      type: 'Target Reminder Due',
      after: {
        clock: 'completion',
        dueAt: '2026-11-23T13:00:00.000Z',
        reminderAt: '2026-11-23T12:30:00.000Z',
      },
    });
  });

  it('[SLA-5] records a breach once and escalates where the target says so', () => {
    const decision = wakeAt(openCase(), 60);
    expect(typesOf(decision).filter((type) => type !== 'Target Reminder Due')).toEqual([
      'Target Breached',
      'Target Breached',
      'Case Escalated',
    ]);
    expect(decision.after.escalated).toBe(1);
    expect(decision.events.find((event) => event.type === 'Case Escalated')).toMatchObject({
      before: { escalated: 0 },
      after: { escalated: 1, by: 'breach', clock: 'completion' },
    });
    expect(decision.after.clocks.map((clock) => clock.state)).toEqual(['breached', 'breached']);
    expect(wakeAt(decision.after, 600).events).toEqual([]);
  });

  it('[SLA-10] does all that was missed at once, as if it had been woken each time', () => {
    const late = wakeAt(openCase(), 61);
    const told = [15, 30, 50, 60, 61].reduce(
      (before, minute) => {
        const decision = wakeAt(before.record, minute);
        return { record: decision.after, types: [...before.types, ...typesOf(decision)] };
      },
      { record: openCase(), types: [] as string[] },
    );
    expect(typesOf(late).sort()).toEqual(told.types.sort());
    expect(late.after.escalated).toBe(told.record.escalated);
    expect(late.after.clocks.map(({ key, state, breachedAt }) => ({ key, state, breachedAt }))).toEqual(
      told.record.clocks.map(({ key, state, breachedAt }) => ({ key, state, breachedAt })),
    );
  });

  it('[SLA-10] does nothing about a case that is closed', () => {
    const closed = closeCase(
      { record: openCase(), tasks: [], definition },
      { reason: 'solved', by: adviser, at: at(5) },
    ).after;
    expect(wakeAt(closed, 600).events).toEqual([]);
  });

  it('[SLA-10] goes on under its generation within the horizon, and ends it beyond', () => {
    expect(wakeAt(openCase(), 15).after.generation).toBe(1);
    expect(wakeAt(openCase(), 15, at(29)).after.generation).toBe(2);
    expect(wakeAt(openCase(), 15, at(30)).after.generation).toBe(1);
  });
});

describe('the item of what a case waits for', () => {
  const momentOf = (before: Case | undefined, after: Case) =>
    caseLayout
      .satellites(before, after)
      .map((write) => ('delete' in write ? { ...write.delete, deleted: true } : write.put))
      .filter(({ sk }) => sk === 'moment');

  it('[SLA-10] waits to be armed when the case is raised and when a command moves it', () => {
    const record = openCase();
    expect(momentOf(undefined, record)).toMatchObject([{ at: '2026-11-23T12:15:00.000Z', generation: 1 }]);
    expect(JSON.stringify(momentOf(undefined, record))).toContain('waiting');
    const { after } = editCase(record, { changes: { priority: 'critical' }, at: at(1) }, definition);
    expect(momentOf(record, after)).toMatchObject([{ at: '2026-11-23T12:10:00.000Z', generation: 2 }]);
    expect(JSON.stringify(momentOf(record, after))).toContain('waiting');
  });

  it('[SLA-10] stays armed when the wake-up itself goes on to the next moment', () => {
    const { after } = wakeAt(openCase(), 15);
    expect(momentOf(openCase(), after)).toMatchObject([{ at: '2026-11-23T12:30:00.000Z', generation: 1 }]);
    expect(JSON.stringify(momentOf(openCase(), after))).toContain('armed');
  });

  it('[SLA-10] goes when there is nothing to wait for, and is left alone when nothing moved', () => {
    const closed = closeCase(
      { record: openCase(), tasks: [], definition },
      { reason: 'solved', by: adviser, at: at(5) },
    ).after;
    expect(momentOf(openCase(), closed)).toMatchObject([{ deleted: true }]);
    expect(momentOf(closed, { ...closed, version: closed.version + 1 })).toEqual([]);
    expect(momentOf(openCase(), openCase({ version: 2, subject: 'Away' }))).toEqual([]);
  });
});

describe('a wake-up', () => {
  /** Services of a table that holds one case, at a minute; what is committed becomes the case. */
  const holding = (record: Case | undefined, minute: number) => {
    const state = { record, commits: [] as Decision[][] };
    const services = {
      table: { get: async () => state.record && { record: state.record } },
      definitions: {
        atVersion: async () => ({ key: definition.key, version: 7, value: definition.type }),
        all: async () => new Map(),
      },
      now: () => at(minute),
      commit: async (_intent: unknown, decisions: Decision[]) => {
        state.commits.push(decisions.filter((decision) => decision.events.length > 0));
        state.record = decisions.at(-1)?.after as Case;
        return [];
      },
    } as unknown as Services;
    return { state, services };
  };
  const of = (generation: number) => ({
    kind: 'case' as const,
    id: openCase().id,
    generation,
    at: '2026-11-23T12:15:00.000Z',
  });

  it('[SLA-10] does what is due and says what to wait for next', async () => {
    const { services, state } = holding(openCase(), 15);
    expect(await wake(services, of(1), far)).toEqual({ ...of(1), again: true, at: '2026-11-23T12:30:00.000Z' });
    expect(state.commits.flat()).toHaveLength(1);
  });

  it('[SLA-10] waits again when it comes too early', async () => {
    const { services, state } = holding(openCase(), 14);
    expect(await wake(services, of(1), far)).toEqual({ ...of(1), again: true });
    expect(state.commits.flat()).toEqual([]);
  });

  it('[SLA-10] does nothing more when it comes twice', async () => {
    const { services, state } = holding(openCase(), 15);
    await wake(services, of(1), far);
    await wake(services, of(1), far);
    expect(state.commits.flat()).toHaveLength(1);
  });

  it.each([
    ['is of an older generation', openCase({ generation: 2 }), far],
    ['is for a case that is gone', undefined, far],
    ['finds the next moment beyond the horizon', openCase(), at(20)],
    ['has nothing left to wait for', openCase({ clocks: [] }), far],
  ])('[SLA-10] ends where it %s', async (_why, record, horizon) => {
    const { services } = holding(record, 15);
    expect(await wake(services, of(1), horizon)).toEqual({ ...of(1), again: false });
  });

  it('[SLA-10] ends when the last of it is done', async () => {
    const { services } = holding(openCase(), 60);
    expect(await wake(services, of(1), far)).toMatchObject({ again: false });
  });
});
