import { describe, expect, it } from 'vitest';
import type { Services } from '#functions/services.ts';
import { upToDate } from '#functions/wake/up-to-date.ts';
import { wake } from '#functions/wake/wake.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { nextMomentOfCase } from '#shared/casework/cases/clocks/clocks.ts';
import { wakeCase } from '#shared/casework/cases/clocks/wake.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { compileCalendar } from '#shared/core/calendars/working-time.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { EventDraft } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { at, caseDefinition, openCase, typeOfCases } from '../cases/sample-cases.ts';

// Completion at 60 minutes with reminders at 30 and 50, first response at 15; only completion
// escalates.
const definition = caseDefinition({
  questions: { closeAfter: { amount: 30, unit: 'minutes', time: 'calendar' }, reason: 'solved' },
});
const far = at(10_000);

describe('[SLA-10] what is due and cannot be done', () => {
  const typesOf = (decisions: Decision[]) => decisions.flatMap(({ events }) => events.map(({ type }) => type));
  /** Services of a table that holds one case and takes what `refuses` finds nothing against. */
  const holding = (record: Case, minute: number, refuses: (decisions: Decision[]) => Error | undefined) => {
    const state = { record, history: [] as EventDraft[], tries: 0 };
    const services = {
      table: {
        get: async () => ({ record: state.record }),
        getMany: async () => [],
        queryAll: async () => [],
      },
      definitions: {
        atVersion: async () => ({ key: definition.key, version: 7, value: definition.type }),
        all: async () => new Map(),
      },
      now: () => at(minute),
      commit: async (_intent: unknown, decisions: Decision[]) => {
        state.tries++;
        const refused = refuses(decisions);
        if (refused) throw refused;
        state.history.push(...decisions.flatMap(({ events }) => events));
        state.record = (decisions.at(-1)?.after as Case | undefined) ?? state.record;
        return [];
      },
    } as unknown as Services;
    return { state, services };
  };
  const nothing = () => undefined;
  const tooLarge =
    (...types: string[]) =>
    (decisions: Decision[]) =>
      typesOf(decisions).some((type) => types.includes(type)) ? new Refusal('change-too-large') : undefined;

  it('[ME-1] a closing for silence that cannot be written is called off, and stands in nobody’s way', async () => {
    const closing = { at: iso(at(5)), kind: 'closing' as const, id: '01KAG0000000000000000000Q1' };
    const { services, state } = holding(openCase({ agenda: [closing] }), 10, tooLarge('Case Closed'));
    const record = await upToDate(services, state.record);
    expect(isOpen(record)).toBe(true);
    expect(record.agenda).toEqual([]);
    expect(state.history).toMatchObject([{ type: 'Closing Called Off', after: { code: 'change-too-large' } }]);
    state.tries = 0;
    expect(await upToDate(services, record)).toBe(record);
    expect(state.tries).toBe(0);
  });

  it('[SLA-10] what is too much at once is done one by one', async () => {
    const many = (decisions: Decision[]) =>
      typesOf(decisions).length > 2 ? new Refusal('change-too-large') : undefined;
    const { services, state } = holding(openCase(), 90, many);
    await upToDate(services, state.record);
    const together = holding(openCase(), 90, nothing);
    await upToDate(together.services, together.state.record);
    expect(state.history.map(({ type, after }) => [type, after.clock])).toEqual(
      together.state.history.map(({ type, after }) => [type, after.clock]),
    );
  });

  it('[SLA-10] a reminder that cannot be given keeps neither the breach nor another target from being told', async () => {
    const { services, state } = holding(openCase(), 61, tooLarge('Target Reminder Due'));
    const record = await upToDate(services, state.record);
    const told = state.history.filter(({ type }) => type === 'Target Breached').map(({ after }) => after.clock);
    expect(told).toEqual(['first-response', 'completion']);
    expect(state.history.filter(({ type }) => type === 'Due Action Failed')).toMatchObject([
      { after: { clock: 'completion', code: 'change-too-large', due: { what: 'reminder' } } },
      { after: { clock: 'completion', code: 'change-too-large', due: { what: 'reminder' } } },
    ]);
    expect(nextMomentOfCase(record)).toBeUndefined();
  });

  it('[SLA-6] a ladder that no calendar can count is left out, and the target is breached all the same', () => {
    const ladder = [{ after: { amount: 1, unit: 'days', time: 'working' } }];
    const target = { ...typeOfCases.targets[0], onBreach: { escalate: true, ladder }, calendar: 'none' };
    const closed = caseDefinition({ targets: [target] });
    const never = compileCalendar({ timeZone: 'UTC', week: {}, holidays: [] });
    const policies = new Map([...closed.policies].map(([key, policy]) => [key, { ...policy, calendar: never }]));
    const { after, events } = wakeCase(openCase({}, closed), { at: at(60), horizon: far }, { ...closed, policies });
    expect(events.map(({ type }) => type)).toContain('Due Action Failed');
    expect(events.at(-1)?.after).toMatchObject({ code: 'no-working-time', due: { what: 'breach' } });
    expect(after.clocks[0]).toMatchObject({ state: 'breached', breachedAt: iso(at(60)) });
    expect(nextMomentOfCase(after)).toBeUndefined();
  });

  it('[TA-1] a task that the case waits for and that is gone does not keep it waiting for ever', async () => {
    const agenda = [{ at: iso(at(5)), kind: 'task' as const, id: '01KAG0000000000000000000T1' }];
    const { services, state } = holding(openCase({ agenda }), 10, nothing);
    const record = await upToDate(services, state.record);
    expect(record.agenda).toEqual([]);
    expect(state.history).toMatchObject([{ type: 'Due Action Failed', after: { kind: 'task', code: 'not-found' } }]);
  });

  it('[SLA-10] where nothing at all can be written the request goes on, and the wake-up ends rather than trying for ever', async () => {
    const { services, state } = holding(openCase(), 90, () => new Refusal('item-too-large'));
    expect(await upToDate(services, state.record)).toBe(state.record);
    const wakeUp = { kind: 'case' as const, id: state.record.id, generation: 1, at: iso(at(10)) };
    expect(await wake(services, wakeUp, far)).toEqual({ ...wakeUp, again: false });
    expect(state.tries).toBeLessThan(10);
  });

  it('[SLA-10] what AWS could not do just now is not given up', async () => {
    const throttled = Object.assign(new Error('throttled'), { $metadata: {} });
    const { services, state } = holding(openCase(), 90, () => throttled);
    await expect(upToDate(services, state.record)).rejects.toBe(throttled);
    expect(state.history).toEqual([]);
  });
});
