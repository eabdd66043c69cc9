import type { BenchStack } from '#bench/bench-stack.ts';
import type { ItemChange } from '#bench/item-size.ts';
import { figuresOfWrites, followWrites } from '#bench/operations.ts';
import type { Section } from '#bench/report.ts';
import { newCase } from '#bench/requests.ts';
import { runPrefix } from '#shared/core/table/automation-keys.ts';

// What issue 2 asks for.
const transitionsAWakeUp = 3;
// What issue 10 asks for: runs, their inputs, and what an event did not set off.
const explanationsOfALife = 10;
// The reminder and the target.
const aSecond = 1000;

interface CaseAnswer {
  id: string;
  clocks: { key: string; dueAt: string; nextReminderAt?: string }[];
}

const completionOf = ({ clocks }: CaseAnswer) => {
  const clock = clocks.find(({ key }) => key === 'completion');
  if (!clock) throw new Error('The case has no target for its completion');
  return clock;
};

const isExplanation = ({ after, before }: ItemChange): boolean =>
  (after ?? before)?.sk?.S?.startsWith(runPrefix) ?? false;
const unitsOf = (changes: ItemChange[]): number => figuresOfWrites(changes)['write units'].value;

/** Rules about each turn of that life: of two that are asked at each turn, one does something. */
const addRules = async (stack: BenchStack): Promise<void> => {
  const admin = await stack.as('admin');
  const rule = (event: string, type: string) =>
    admin.post('/v1/rules', {
      title: 'Bench',
      for: 'case',
      trigger: { event },
      condition: { field: 'case.type', op: 'is', value: type },
      actions: [{ do: 'add-tag', tag: event }],
    });
  for (const event of [
    'case-created',
    'case-assignee-changed',
    'target-reminder-due',
    'target-breached',
    'case-closed',
  ])
    for (const type of [newCase.type, 'hazard-report']) await rule(event, type);
};

/** How often the function that executions call has run. */
const wakeUps = async ({ local }: BenchStack): Promise<number> => {
  const counts = await local.invocations();
  return [...counts].find(([name]) => name.endsWith('-wake'))?.[1] ?? 0;
};

/**
 * A case from its raising to its end, with one reminder and one breach, on a whole stack: all that
 * follows from it, too. The transitions are those of the executions that waited for it.
 */
export const measureWholeLife = async (stack: BenchStack): Promise<Section> => {
  const { local } = stack;
  await addRules(stack);
  await local.idle();
  const writtenSince = await followWrites(stack);
  const before = {
    wakeUps: await wakeUps(stack),
    events: (await local.busEvents()).length,
    mails: (await local.mails()).length,
  };

  // A critical one is due in three working days, so that waiting for it begins at once.
  const { id, clocks } = await (await stack.as('faculty')).post<CaseAnswer>('/v1/cases', {
    ...newCase,
    priority: 'critical',
  });
  const { dueAt, nextReminderAt = dueAt } = completionOf({ id, clocks });
  await local.idle();
  await (await stack.as('adviser')).post(`/v1/cases/${id}/claim`);
  await local.idle();
  for (const instant of [nextReminderAt, dueAt]) {
    await local.advanceTo(new Date(Date.parse(instant) + aSecond).toISOString());
    await local.idle();
  }
  await (await stack.as('adviser')).post(`/v1/cases/${id}/close`, { reason: 'solved' });
  await local.idle();

  const changes = await writtenSince();
  const executions = (await local.executions()).filter(({ name }) => name.includes(id));
  const transitions = executions.reduce((sum, execution) => sum + execution.transitions, 0);
  const woken = (await wakeUps(stack)) - before.wakeUps;
  const ended = executions.filter(({ status }) => status === 'SUCCEEDED').length;
  return {
    title: 'A whole life of a case',
    note: 'Raised, claimed, reminded, breached and closed, with rules, mails and waiting; on a stack where everything runs. Write units as if all were in transactions.',
    rows: [
      {
        name: 'all of it',
        figures: {
          ...figuresOfWrites(changes),
          'on the bus': { value: (await local.busEvents()).length - before.events },
          mails: { value: (await local.mails()).length - before.mails },
          explanations: {
            value: (100 * unitsOf(changes.filter(isExplanation))) / unitsOf(changes),
            unit: '%',
            aim: explanationsOfALife,
          },
        },
      },
      {
        name: 'waiting',
        figures: {
          executions: { value: executions.length },
          'wake-ups': { value: woken },
          transitions: { value: transitions },
          // Each execution ends in a state of its own, once; that is no part of a wake-up.
          'transitions a wake-up': { value: (transitions - ended) / woken, aim: transitionsAWakeUp },
        },
      },
    ],
  };
};
