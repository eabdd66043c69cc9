import { describe, expect, it } from 'vitest';
import type { Case } from '#shared/casework/cases/case.ts';
import { wakeCase } from '#shared/casework/cases/clocks/wake.ts';
import { closeCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { convertCase } from '#shared/casework/cases/links/convert.ts';
import {
  type CaseWithTasks,
  editTask,
  operateTaskClock,
  startTask,
  type TaskDecided,
} from '#shared/casework/tasks/change-task.ts';
import { createTask } from '#shared/casework/tasks/create-task.ts';
import { cancelTask, completeTask } from '#shared/casework/tasks/end-task.ts';
import { mostOpenTasks, type NewTask, type Task, tasksWith } from '#shared/casework/tasks/task.ts';
import { waitingTask } from '#shared/casework/tasks/task-clock.ts';
import { Refusal } from '#shared/core/errors.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { adviser, at, caseDefinition, openCase, raised, taskIds } from '#test/unit/cases/sample-cases.ts';

const minutes = (amount: number) => ({ amount, unit: 'minutes', time: 'calendar' });
const types = {
  taskTypes: [
    { key: 'call', name: 'Call', order: 2, target: minutes(30), reminders: [{ before: minutes(10) }] },
    { key: 'visit', name: 'Visit', order: 1, requires: ['call'], maxCreations: 1, groups: ['tutors'] },
    { key: 'report', name: 'Report', cancelable: false, minCompletions: 1 },
    { key: 'audit', name: 'Audit', users: ['dev', 'elin'] },
    { key: 'review', name: 'Review', groups: ['tutors'], users: ['elin'] },
  ],
};
const definition = caseDefinition(types);
const start = (members: Partial<Case> = {}): CaseWithTasks => ({
  record: openCase(members, definition),
  tasks: [],
  definition,
});
const ids = taskIds();

const after = (within: CaseWithTasks, { task, decision }: TaskDecided): CaseWithTasks & { task: Task } => ({
  ...within,
  record: decision.after,
  tasks: [...within.tasks.filter(({ id }) => id !== task.id), task],
  task,
});
const add = (within: CaseWithTasks, input: NewTask, minute = 1) =>
  after(within, createTask(within, { id: ids(), input, by: adviser, at: at(minute) }));
const complete = (within: CaseWithTasks & { task: Task }, minute = 2) =>
  after(within, completeTask(within, within.task, { by: adviser, at: at(minute) }));
const refusalOf = (decide: () => unknown): string => {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal)
      return error.faults[0] ? `${error.faults[0].pointer} ${error.faults[0].code}` : error.code;
    throw error;
  }
  throw new Error('was not refused');
};
const close = ({ record, tasks }: CaseWithTasks, minute = 3) =>
  closeCase({ record, tasks, definition }, { reason: 'solved', by: adviser, at: at(minute) });

describe('a task', () => {
  it('[TA-2] has what its type says, and its case says how many there are and whose', () => {
    const { record, task } = add(start(), { type: 'visit' });
    expect(task).toMatchObject({ title: 'Visit', assignee: { group: 'tutors' }, order: 1, status: 'to-do' });
    expect(record).toMatchObject({
      openTasks: 1,
      taskCount: 1,
      helpers: { owners: [{ group: 'tutors' }], taskTypes: ['visit'] },
    });
  });

  it('[TA-8] goes to the first group of its type, else to the first person that it names', () => {
    const ownerOf = (input: NewTask) => add(start(), input).task.assignee;
    expect(ownerOf({ type: 'review' })).toEqual({ group: 'tutors' });
    expect(ownerOf({ type: 'audit' })).toEqual({ user: 'dev' });
    expect(ownerOf({ type: 'audit', assignee: { user: 'elin' } })).toEqual({ user: 'elin' });
    expect(ownerOf({ type: 'review', assignee: { user: 'ben' } })).toEqual({ user: 'ben' });
  });

  it.each<[string, string, () => unknown]>([
    ['of a type that there is not', '/type unknown-type', () => add(start(), { type: 'dance' })],
    ['without a title', '/title required', () => add(start(), {})],
    [
      'due before it is made',
      '/dueAt before-start',
      () => add(start(), { title: 'x', dueAt: '2026-11-23T11:00:00.000Z' }),
    ],
    [
      'for a team that its type is not for',
      '/assignee/group wrong-group',
      () => add(start(), { type: 'visit', assignee: { group: 'estates' } }),
    ],
    [
      'for a team where its type names people alone',
      '/assignee/group wrong-group',
      () => add(start(), { type: 'audit', assignee: { group: 'tutors' } }),
    ],
    [
      'for somebody else than the people that its type names',
      '/assignee/user wrong-user',
      () => add(start(), { type: 'audit', assignee: { user: 'ben' } }),
    ],
    ['once more than may be made', 'max-creations', () => add(add(start(), { type: 'visit' }), { type: 'visit' })],
    [
      'over the limit of open ones',
      'too-many-tasks',
      () => {
        let now = start();
        for (let n = 0; n <= mostOpenTasks; n++) now = add(now, { title: `${n}` });
      },
    ],
  ])('[TA-2] %s is refused', (_what, code, decide) => {
    expect(refusalOf(decide)).toBe(code);
  });

  it('[TA-2] waits for its prerequisite, to be started and to be completed', () => {
    const visit = add(start(), { type: 'visit' });
    for (const decide of [() => startTask(visit, visit.task, { at: at(2) }), () => complete(visit)])
      expect(refusalOf(decide)).toBe('prerequisite-missing');
    const called = complete(add(visit, { type: 'call' }));
    expect(complete({ ...called, task: visit.task }).task.status).toBe('completed');
  });

  it('[TA-4] that is the last open one tells so, and again after later ones', () => {
    const eventsOf = (within: CaseWithTasks & { task: Task }) =>
      completeTask(within, within.task, { by: adviser, at: at(2) }).decision.events.map(({ type }) => type);
    const two = add(add(start(), { title: 'one' }), { title: 'two' });
    expect(eventsOf(two)).toEqual(['Task Completed']);
    const one = complete(two);
    const last = { ...one, task: one.tasks.find(({ status }) => status === 'to-do') ?? one.task };
    expect(eventsOf(last)).toEqual(['Task Completed', 'All Tasks Completed']);
    expect(eventsOf(add(complete(last), { title: 'later' }))).toEqual(['Task Completed', 'All Tasks Completed']);
    const cancelled = cancelTask(last, last.task, { at: at(2) }).decision;
    expect(cancelled.events.map(({ type }) => type)).toEqual(['Task Cancelled', 'All Tasks Completed']);
    expect(cancelled.after.version).toBe(last.record.version + 1);
  });

  it('[TA-1] changes nothing where nothing is changed', () => {
    const { task, ...within } = add(start(), { title: 'Call', assignee: { user: 'dev' } });
    expect(editTask(within, task, { changes: { title: 'Call' }, at: at(2) }).decision.events).toEqual([]);
    const cleared = editTask(within, task, { changes: { assignee: null }, at: at(2) });
    expect(cleared.task).not.toHaveProperty('assignee');
    expect(cleared.decision.after.helpers.owners).toEqual([]);
  });
});

describe('the clock of a task', () => {
  it('[SLA-3] reminds and is breached at the minute, in the one wake-up of its case', () => {
    const { record, task } = add(start({ clocks: [] }), { type: 'call' }, 0);
    expect(task).toMatchObject({ dueAt: new Date(at(30)).toISOString(), clock: { state: 'running' } });
    expect(record.agenda).toEqual([{ at: new Date(at(20)).toISOString(), kind: 'task', id: task.id }]);
    const wake = (minute: number) =>
      wakeCase(
        record,
        { at: at(minute), horizon: at(900), children: [waitingTask(task, record, definition)] },
        definition,
      );
    expect(wake(19).events).toEqual([]);
    expect(wake(20)).toMatchObject({
      events: [{ type: 'Target Reminder Due', after: { clock: 'task', task: { id: task.id, version: 2 } } }],
      after: { agenda: [{ at: new Date(at(30)).toISOString() }] },
    });
    const late = wake(31);
    expect(late.events.map(({ type }) => type)).toEqual(['Target Reminder Due', 'Target Breached']);
    expect(late.after.agenda).toEqual([]);
    expect(late.items).toMatchObject([{ put: { record: { version: 3, clock: { state: 'breached' } } } }]);
  });

  it('[SLA-7] is set, also where there was none, restored and cleared; what is not configured is not restored', () => {
    const free = add(start(), { title: 'Anything' });
    const operate = (
      within: CaseWithTasks & { task: Task },
      command: Parameters<typeof operateTaskClock>[2]['command'],
    ) => after(within, operateTaskClock(within, within.task, { command, at: at(5) }));
    const set = operate(free, { do: 'set', to: new Date(at(60)).toISOString() });
    expect(set.task).toMatchObject({ dueAt: new Date(at(60)).toISOString(), clock: { byHand: true } });
    expect(refusalOf(() => operate(free, { do: 'pause' }))).toBe('not-found');
    expect(refusalOf(() => operate(set, { do: 'restore' }))).toBe('no-target');
    const call = add(start(), { type: 'call', dueAt: new Date(at(90)).toISOString() }, 0);
    expect(operate(call, { do: 'restore' }).task.dueAt).toBe(new Date(at(30)).toISOString());
    const paused = operate(call, { do: 'pause' });
    expect(paused.task).not.toHaveProperty('dueAt');
    expect(paused.record.agenda).toEqual([]);
    expect(operate(call, { do: 'clear' }).task.clock).toMatchObject({ state: 'cleared' });
    const undated = editTask(call, call.task, { changes: { dueAt: null }, at: at(5) }).task;
    expect(undated).toMatchObject({ clock: { state: 'cleared' } });
    expect(undated).not.toHaveProperty('dueAt');
    expect(editTask(free, free.task, { changes: { dueAt: null }, at: at(5) }).task).toEqual(free.task);
    expect(complete(call).task.clock).toMatchObject({ state: 'met', stoppedAt: new Date(at(2)).toISOString() });
  });
});

describe('[CA-14] closing a case', () => {
  it('cancels open tasks that may be cancelled, as one version of the case', () => {
    const reported = complete(add(start(), { type: 'report' }));
    const { events, after: closed, items } = close(add(add(reported, { type: 'call' }), { title: 'Free' }));
    expect(events.map(({ type }) => type)).toEqual(['Task Cancelled', 'Task Cancelled', 'Case Closed']);
    expect(closed).toMatchObject({ openTasks: 0, agenda: [], status: { category: 'resolved' }, taskCount: 3 });
    expect(items).toHaveLength(2);
  });

  it('is refused while one is open that may not, and before enough are completed', () => {
    const open = add(start(), { type: 'report' });
    expect(refusalOf(() => close(open))).toBe('open-tasks');
    expect(refusalOf(() => close(start()))).toBe('min-completions');
    expect(refusalOf(() => cancelTask(open, open.task, { at: at(2) }))).toBe('not-cancelable');
    expect(close(complete(open)).after.status.category).toBe('resolved');
  });

  it('is not decided on fewer tasks than there are', async () => {
    const open = add(start(), { title: 'Free' });
    await expect(tasksWith(memoryTable().table, open.record)).rejects.toBeInstanceOf(CommitConflict);
  });
});

describe('[TA-3] a case has from the beginning', () => {
  const generating = caseDefinition({
    fields: [{ key: 'urgent', name: 'Urgent', type: 'boolean' }],
    taskTypes: [
      { key: 'always', name: 'Always', generate: {} },
      { key: 'urgent', name: 'Urgent', generate: { when: { field: 'case.fields.urgent', op: 'is', value: true } } },
      { key: 'never', name: 'Never' },
    ],
  });
  const titles = ({ events }: { events: { type: string; after: Record<string, unknown> }[] }) =>
    events.filter(({ type }) => type === 'Task Created').map(({ after: { task } }) => (task as Task).title);

  it('the tasks that its type generates, where their conditions hold', () => {
    expect(titles(raised({}, generating))).toEqual(['Always']);
    const urgent = raised({ fields: { urgent: true } }, generating);
    expect(titles(urgent)).toEqual(['Always', 'Urgent']);
    expect(urgent.after).toMatchObject({ version: 1, openTasks: 2, taskCount: 2 });
    expect(urgent.items).toHaveLength(2);
  });

  it('and one that is converted gets those that it has not', () => {
    const { record, tasks } = add(start(), { type: 'call' });
    const converted = convertCase(
      record,
      { targets: 'keep', tasks, by: adviser, at: at(3), newId: taskIds() },
      generating,
    );
    expect(titles(converted)).toEqual(['Always']);
    expect(converted.after).toMatchObject({ openTasks: 2, taskCount: 2 });
  });
});
