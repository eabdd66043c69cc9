import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '#shared/casework/cases/case.ts';
import { clocksAfter } from '#shared/casework/cases/clocks/clocks.ts';
import { operateClock } from '#shared/casework/cases/clocks/operate-clock.ts';
import { changeStatus, closeCase, reopenCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import { deEscalateCase } from '#shared/casework/cases/life/escalate.ts';
import { claimCase, releaseCase } from '#shared/casework/cases/people/assign.ts';
import { isCaseworkEvent } from '#shared/casework/casework.events.ts';
import { addNoteToCase } from '#shared/casework/notes/note.ts';
import type { Clock } from '#shared/core/clocks/clock.ts';
import type { ClockCommand } from '#shared/core/clocks/operation.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { adviser, at, caseDefinition, noon, raised, typeOfCases } from '../cases/sample-cases.ts';
import { CaseModel, type ClockKey, type Operation, targets } from './clock-model.ts';
import { minutesOfCalendar } from './sample-clocks.ts';
import { simulate } from './simulated-time.ts';

// "Never early, never twice, never lost": random lives of cases on a machine that loses, doubles,
// delays and kills, held against a model and against the history.

const keys = Object.keys(targets) as ClockKey[];
const definition = caseDefinition({
  statuses: typeOfCases.statuses.map((status) =>
    status.key === 'waiting' ? { ...status, pausesClocks: keys.filter((key) => targets[key].heldByStatus) } : status,
  ),
  targets: keys.map((key) => ({
    key,
    target: minutesOfCalendar(targets[key].medium),
    byPriority: { critical: minutesOfCalendar(targets[key].critical) },
    reminders: targets[key].reminders.map((before) => ({ before: minutesOfCalendar(before) })),
    onBreach: {
      escalate: key === 'completion',
      ladder: targets[key].ladder.map((after) => ({ after: minutesOfCalendar(after) })),
    },
  })),
});

const clock = fc.constantFrom(...keys);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('wait', 'go-on', 'reply', 'ask') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('claim', 'release', 'close', 'reopen', 'de-escalate') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('priority'), to: fc.constantFrom('medium', 'critical') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stage'), to: fc.constantFrom('stage-1', null) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('pause', 'resume', 'clear', 'restore'), clock }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('extend'),
      clock,
      by: fc.integer({ min: -400, max: 900 }).filter((by) => by !== 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('set'), clock, in: fc.integer({ min: 1, max: 1500 }) }) },
) as fc.Arbitrary<Operation>;

// Most steps are minutes apart, some lie days apart.
const wait = fc.oneof({ weight: 6, arbitrary: fc.nat(90) }, { weight: 1, arbitrary: fc.nat(4000) });
const rate = fc.constantFrom(0, 0, 0.1, 0.3);
const life = fc.record({
  steps: fc.array(fc.record({ wait, of: fc.nat(2), operation }), { minLength: 20, maxLength: 60 }),
  faults: fc.record({
    seed: fc.integer(),
    lost: rate,
    doubled: rate,
    late: fc.constantFrom(0, 1, 30),
    killed: rate,
    early: rate,
  }),
});

const ids = ['01KAG0000000000000000000C1', '01KAG0000000000000000000C2', '01KAG0000000000000000000C3'] as const;

let notes = 0;
const noteBy = (by: { kind: 'user' | 'requester'; id: string }, now: number) => ({
  id: `01KAG00000000000${String(++notes).padStart(10, '0')}`,
  text: 'Hello',
  public: true,
  by,
  at: now,
});

const commandOf =
  (operation: Operation, now: number) =>
  (record: Case): Decision<Case> => {
    switch (operation.do) {
      case 'claim':
        return claimCase(record, { user: 'u1', at: now }, definition);
      case 'release':
        return releaseCase(record, { at: now });
      case 'wait':
        return changeStatus(record, { status: 'waiting', at: now }, definition);
      case 'go-on':
        return changeStatus(record, { status: 'open', at: now }, definition);
      case 'reply':
        return addNoteToCase(record, noteBy(adviser, now), definition);
      case 'ask':
        return addNoteToCase(record, noteBy({ kind: 'requester', id: 'S1' }, now), definition);
      case 'close':
        return closeCase({ record, tasks: [], definition }, { reason: 'solved', by: adviser, at: now });
      case 'reopen':
        return reopenCase(record, { note: 'Again.', at: now }, definition);
      case 'de-escalate':
        return deEscalateCase(record, { at: now }, definition);
      case 'priority':
        return editCase(record, { changes: { priority: operation.to }, at: now }, definition);
      case 'stage':
        return editCase(record, { changes: { stage: operation.to }, at: now }, definition);
      default: {
        const { clock: clockKey } = operation;
        const amounts = {
          ...('by' in operation && { by: minutesOfCalendar(operation.by) }),
          ...('in' in operation && { in: minutesOfCalendar(operation.in) }),
        };
        const command = { do: operation.do, ...amounts } as ClockCommand;
        return operateClock(record, { clockKey, command, at: now }, definition);
      }
    }
  };

const minuteOf = (instant: unknown): number => (Date.parse(String(instant)) - noon) / 60_000;

/** What an event of the clock tells, and the minute that it is for; nothing of other events. */
const toldBy = ({ type, after }: DomainEvent): { for: number; line: string } | undefined => {
  const tell = (minute: number, what: string) => ({ for: minute, line: `${minute} ${after.clock} ${what}` });
  if (type === 'Target Reminder Due') return tell(minuteOf(after.reminderAt), 'reminder');
  if (type === 'Target Breached') return tell(minuteOf(after.dueAt), 'breach');
  if (type !== 'Case Escalated' || after.by !== 'ladder') return undefined;
  return tell(minuteOf(after.levelAt), `level ${after.rung}`);
};

const linesOf = (clocks: readonly Clock[]) =>
  clocks.map(({ key, state, dueAt }) => `${key} ${state} ${minuteOf(dueAt)}`).sort();

/** The clocks of a case from its history alone. */
const foldedFrom = (history: readonly DomainEvent[]): Clock[] =>
  history.reduce<Clock[]>((clocks, event) => {
    const { clocks: _kept, ...record } = event.record as unknown as Case;
    if (!isCaseworkEvent(event)) throw new Error(`there is no event ${event.type}`);
    return clocksAfter(clocks, { ...event, at: Date.parse(event.occurredAt), record }, definition);
  }, []);

describe('a case that waits', () => {
  it('[SLA-10] costs nothing while it does, and is told to the minute after ten years', async () => {
    const tenYears = { amount: 3653, unit: 'days', time: 'calendar' };
    const patient = caseDefinition({ targets: [{ key: 'completion', target: tenYears }] });
    const day = 24 * 60;
    const world = simulate(patient, { seed: 1, lost: 0, doubled: 1, late: 1, killed: 0, early: 0.5 }, day);
    await world.raise(raised({}, patient));
    await world.travelTo(at(3645 * day));
    expect(world.started()).toBe(0);
    await world.travelTo(at(3653 * day) - 1);
    expect(world.started()).toBe(1);
    expect(await world.historyOf(ids[0])).toHaveLength(1);
    await world.travelTo(at(3653 * day));
    expect((await world.historyOf(ids[0])).map(({ type, occurredAt }) => [type, minuteOf(occurredAt)])).toEqual([
      ['Case Created', 0],
      ['Target Breached', 3653 * day],
    ]);
    expect(world.started()).toBe(1);
  });
});

describe('the clocks of cases through random lives', () => {
  it('[SLA-10] [SLA-3] [SLA-6] [SLA-7] [SLA-8] tell what a model tells, never early, never twice, never lost, and are the fold of their history', async () => {
    let steps = 0;
    let told = 0;
    await fc.assert(
      fc.asyncProperty(life, async ({ steps: sequence, faults }) => {
        const world = simulate(definition, faults);
        const models = new Map(ids.map((id) => [id as string, new CaseModel(0)]));
        for (const [index, id] of ids.entries()) {
          const { after, ...rest } = raised({}, definition);
          await world.raise({ ...rest, after: { ...after, id, reference: `R${index}` } });
        }
        let minute = 0;
        for (const step of sequence) {
          minute += step.wait;
          await world.travelTo(at(minute));
          const id = ids[step.of] as string;
          const model = models.get(id) as CaseModel;
          model.passTo(minute);
          const refused = await world.command(id, commandOf(step.operation, at(minute)));
          expect([step, refused]).toEqual([step, model.apply(step.operation, minute)]);
        }
        const end = minute + 12 * 24 * 60;
        await world.travelTo(at(end));
        for (const [id, model] of models) {
          model.passTo(end);
          const history = await world.historyOf(id);
          const events = history.flatMap((event) => {
            const one = toldBy(event);
            return one ? [{ ...one, at: minuteOf(event.occurredAt) }] : [];
          });
          expect(events.filter((event) => event.at < event.for)).toEqual([]);
          expect(events.map(({ line }) => line).sort()).toEqual([...model.told].sort());
          const record = await world.caseOf(id);
          expect(linesOf(record.clocks)).toEqual(model.clocks);
          expect(record.escalated).toBe(model.escalated);
          expect(JSON.stringify(foldedFrom(history))).toBe(JSON.stringify(record.clocks));
          told += events.length;
        }
        steps += sequence.length;
      }),
      { numRuns: 60 },
    );
    expect(steps).toBeGreaterThan(1000);
    expect(told).toBeGreaterThan(300);
  });
});
