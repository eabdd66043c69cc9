import { describe, expect, test } from 'vitest';
import type { Client, ClientResponse } from '#local/demo/client.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { TaskAnswer } from '#shared/casework/tasks/task.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  addresses,
  anAlert,
  everyPage,
  expectRefused,
  here,
  historyOf,
  likeness,
  mailsAbout,
  signIn,
  unique,
} from './world.ts';

const manager = () => here().as.manager;

/** Does something to a task, or to the tasks of a case. */
const onTask = (id: string, path: string, body?: object, by: Client = manager()): Promise<ClientResponse<TaskAnswer>> =>
  act<TaskAnswer>(by, `/v1/cases/${id}/tasks${path}`, body);
const addTask = async (id: string, input: object): Promise<TaskAnswer> => {
  const { status, body } = await onTask(id, '', input);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};
const theCase = (id: string) => manager().get<CaseAnswer>(`/v1/cases/${id}`);

describe('a task', () => {
  test('[TA-1] is added, started, completed with an outcome, and each is told with the task as it is and was', async () => {
    const { id } = await aCase();
    const task = await addTask(id, { title: 'Call the student', description: 'At noon', assignee: { user: 'dev' } });
    expect(task).toMatchObject({
      version: 1,
      caseId: id,
      title: 'Call the student',
      status: 'to-do',
      assignee: { user: 'dev' },
      createdBy: { kind: 'user', id: 'amara' },
    });
    expect(await theCase(id)).toMatchObject({ openTasks: 1, taskCount: 1 });
    expect((await onTask(id, `/${task.id}/start`)).body).toMatchObject({ status: 'in-progress', version: 2 });
    expectRefused(await onTask(id, `/${task.id}/start`), 409, 'task-started');
    const done = await onTask(id, `/${task.id}/complete`, { outcome: 'reached' });
    expect(done.body).toMatchObject({
      status: 'completed',
      outcome: 'reached',
      completedBy: { id: 'amara' },
      version: 3,
    });
    for (const again of ['start', 'complete', 'cancel'])
      expectRefused(await onTask(id, `/${task.id}/${again}`), 409, 'task-completed');
    expect(await manager().get<TaskAnswer>(`/v1/cases/${id}/tasks/${task.id}`)).toEqual(done.body);
    const told = (await historyOf('cases', id)).slice(1);
    expect(told.map(({ type }) => type)).toEqual([
      'Task Created',
      'Task Started',
      'Task Completed',
      'All Tasks Completed',
    ]);
    expect(told[2]).toMatchObject({
      subject: { kind: 'case', id },
      before: { task: { status: 'in-progress' } },
      after: { task: { id: task.id, status: 'completed', outcome: 'reached' }, openTasks: 0 },
    });
  });
});

const minutes = (amount: number) => ({ amount, unit: 'minutes', time: 'calendar' });

/**
 * A type of cases with an interview that is generated for urgent ones, and a report without which
 * none is closed.
 */
const aTypeWithTasks = () =>
  aCaseType({
    fields: [{ key: 'urgent', name: 'Urgent', type: 'boolean' }],
    taskTypes: [
      {
        key: 'interview',
        name: 'Interview',
        groups: ['tutors'],
        instructions: 'Ask how they are.',
        target: minutes(60),
        maxCreations: 2,
        generate: { when: { field: 'case.fields.urgent', op: 'is', value: true } },
      },
      {
        key: 'report',
        name: 'Report',
        requires: ['interview'],
        cancelable: false,
        overrideAllowed: false,
        outcomes: [{ key: 'clear', name: 'Clear' }],
        form: [{ key: 'finding', name: 'Finding', type: 'long-text', required: true }],
      },
    ],
  });
const tasksOf = (id: string, by = manager()) =>
  by.get<{ items: TaskAnswer[] }>(`/v1/cases/${id}/tasks`).then(({ items }) => items);
const typesOf = async (id: string) => (await historyOf('cases', id)).map(({ type }) => type);

describe('types of tasks', () => {
  test('[TA-2] [CA-14] [CA-21] prerequisites, limits, form and outcomes hold, and what may not be cancelled keeps the case open', async () => {
    const { id } = await aCase({ type: await aTypeWithTasks() });
    expect(await tasksOf(id)).toEqual([]);
    const report = await addTask(id, { type: 'report' });
    expect(report).toMatchObject({ title: 'Report', form: [{ key: 'finding' }], outcomes: [{ key: 'clear' }] });
    for (const what of ['start', 'complete'])
      expectRefused(await onTask(id, `/${report.id}/${what}`), 409, 'prerequisite-missing');
    expectRefused(await onTask(id, `/${report.id}/cancel`), 409, 'not-cancelable');
    expectRefused(await act(manager(), `/v1/cases/${id}/close`, { reason: 'solved' }), 409, 'open-tasks');
    const interviews = [await addTask(id, { type: 'interview' }), await addTask(id, { type: 'interview' })];
    expectRefused(await onTask(id, '', { type: 'interview' }), 409, 'max-creations');
    expectRefused(await onTask(id, '', { type: 'dance' }), 400, 'invalid-request', ['/type']);
    expectRefused(await onTask(id, `/${report.id}/clock/set`, { in: minutes(5) }), 403, 'not-allowed');
    await onTask(id, `/${interviews[0]?.id}/complete`);
    expectRefused(await onTask(id, `/${report.id}/complete`, { outcome: 'good' }), 400, 'invalid-request', [
      '/outcome',
      '/fields/finding',
    ]);
    const done = await onTask(id, `/${report.id}/complete`, { outcome: 'clear', fields: { finding: 'All is well.' } });
    expect(done.body).toMatchObject({ status: 'completed', fields: { finding: 'All is well.' } });
    expect(await act(manager(), `/v1/cases/${id}/close`, { reason: 'solved' })).toMatchObject({
      status: 200,
      body: { openTasks: 0, taskCount: 3 },
    });
    expect((await typesOf(id)).slice(-2)).toEqual(['Task Cancelled', 'Case Closed']);
    expectRefused(await onTask(id, '', { title: 'Too late' }), 409, 'already-closed');
    expect(await mailsAbout(await theCase(id))).toEqual(
      expect.arrayContaining([`task-assigned → ${addresses.dev}`, `task-cancelled → ${addresses.dev}`]),
    );
  });

  test('[TA-2] all that is wrong with them is said at once, when their case type is saved', async () => {
    const value = await likeness('/v1/case-types/academic-concern', {
      targets: [],
      taskTypes: [
        { key: 'a', name: 'A', requires: ['b', 'gone'], target: { amount: 1, unit: 'days', time: 'working' } },
        { key: 'b', name: 'B', requires: ['a'], minCompletions: 3, maxCreations: 2 },
        { key: 'c', name: 'C', generate: { when: { field: 'contact.name', op: 'is', value: 'x' } } },
        { key: 'c', name: 'C again' },
      ],
    });
    const admin = await signIn('ada', 'admins');
    const refused = await admin.send('PUT', `/v1/case-types/${unique('wrong-')}`, { body: value });
    expectRefused(refused, 400, 'invalid-request', [
      '/taskTypes/0/calendar',
      '/taskTypes/0/requires',
      '/taskTypes/0/requires/1',
      '/taskTypes/1/minCompletions',
      '/taskTypes/1/requires',
      '/taskTypes/2/generate/when/field',
      '/taskTypes/3/key',
    ]);
  });

  test('[TA-1] [SLA-2] working time without a calendar of its own is counted by that of the completion target', async () => {
    const byTheEnd = (day: string) => `${day}T21:00:00.000Z`; // 16:00 on campus
    const promise = { target: { amount: 6, unit: 'hours', time: 'working' }, reminders: [] };
    const { targets: [completion] = [] } = (await likeness('/v1/case-types/academic-concern', {})) as {
      targets?: object[];
    };
    const type = await aCaseType({
      targets: [{ key: 'first-response', ...promise }, completion],
      taskTypes: [{ key: 'call', name: 'Call', ...promise }],
    });
    await here().local.advanceTo('2026-11-12T14:00:00.000Z');
    const by = await signIn('amara', 'advisers');
    const { id, clocks } = await aCase({ type }, by);
    const due = byTheEnd('2026-11-12');
    expect(clocks.find(({ key }) => key === 'first-response')?.dueAt?.slice(0, 16)).toBe(due.slice(0, 16));
    const { body: task } = await onTask(id, '', { type: 'call', title: 'Call' }, by);
    expect(task.clock?.dueAt?.slice(0, 16)).toBe(due.slice(0, 16));
  });

  test('[TA-3] are generated when a case is raised, by whatever channel, and when it becomes one of the type', async () => {
    const type = await aTypeWithTasks();
    const contact = await aContact();
    const raisedByHand = await aCase({ type, fields: { urgent: true } });
    expect(await tasksOf(raisedByHand.id)).toMatchObject([
      { type: 'interview', title: 'Interview', assignee: { group: 'tutors' }, instructions: 'Ask how they are.' },
    ]);
    expect((await typesOf(raisedByHand.id)).slice(0, 2)).toEqual(['Case Created', 'Task Created']);
    const alert = await anAlert({ contactId: contact.id });
    const input = { type, subject: 'From an alert', fields: { urgent: true } };
    const escalated = await act<{ caseId: string }>(manager(), `/v1/alerts/${alert.id}/escalate`, { case: input });
    expect(await tasksOf(escalated.body.caseId)).toHaveLength(1);
    const plain = await aCase({ type: 'academic-concern' });
    const own = await addTask(plain.id, { title: 'Kept', assignee: { user: 'dev' } });
    await act(manager(), `/v1/cases/${plain.id}/convert`, { type, fields: { urgent: true }, targets: 'keep' });
    expect((await tasksOf(plain.id)).map(({ title }) => title)).toEqual(['Kept', 'Interview']);
    expect(own.assignee).toEqual({ user: 'dev' });
  });
});

describe('who has to do with a task', () => {
  test('[TA-1] [CA-8] whoever has one sees its case, works on it, and on nothing else', async () => {
    const estates = await signIn('ines', 'estates');
    const { id } = await aCase({ private: true });
    const path = `/v1/cases/${id}`;
    expectRefused(await estates.send('GET', path), 404);
    const theirs = await addTask(id, { title: 'Look at the room', assignee: { group: 'estates' } });
    const other = await addTask(id, { title: 'Talk', assignee: { user: 'dev' } });
    expect((await estates.send('GET', path)).status).toBe(200);
    expectRefused(await onTask(id, `/${other.id}/start`, undefined, estates), 403);
    expectRefused(await onTask(id, '', { title: 'More' }, estates), 403);
    expect((await onTask(id, `/${theirs.id}/start`, undefined, estates)).status).toBe(200);
    const changed = await estates.send<TaskAnswer>('PATCH', `${path}/tasks/${theirs.id}`, {
      body: { assignee: { user: 'ines' }, dueAt: '2099-01-01T00:00:00Z' },
      headers: { 'if-match': '"2"' },
    });
    expect(changed.body).toMatchObject({ version: 3, dueAt: '2099-01-01T00:00:00.000Z', clock: { state: 'running' } });
    expectRefused(
      await estates.send('PATCH', `${path}/tasks/${theirs.id}`, {
        body: { title: 'x' },
        headers: { 'if-match': '"2"' },
      }),
      412,
      'stale',
    );
    expect((await onTask(id, `/${theirs.id}/complete`, { outcome: 'fixed' }, estates)).status).toBe(200);
  });

  test('[TA-1] everybody lists the tasks of the cases that they may see, by whose they are, page by page', async () => {
    const name = unique('person-');
    const person = await signIn(name, 'tutors');
    const cases = [await aCase(), await aCase({ private: true })];
    for (const [index, { id }] of cases.entries())
      for (const n of [1, 2]) await addTask(id, { title: `${index}-${n}`, assignee: { user: name } });
    const [first] = await tasksOf(cases[0]?.id ?? '');
    await onTask(cases[0]?.id ?? '', `/${first?.id}/complete`);
    const titles = async (by: Client, query: string) =>
      (await everyPage<TaskAnswer>(by, `/v1/tasks?${query}`, 1)).map(({ title }) => title);
    expect(await titles(person, 'assignee=me')).toEqual(['1-2', '1-1', '0-2', '0-1']);
    expect(await titles(person, 'assignee=me&status=completed')).toEqual(['0-1']);
    expect(await titles(person, 'assignee=me&status=to-do&sort=createdAt')).toEqual(['0-2', '1-1', '1-2']);
    expect(await titles(await signIn('farah', 'advising-leads'), `assignee=${name}`)).toEqual(['0-2', '0-1']);
    const admin = await signIn('ada', 'admins');
    await admin.send('DELETE', `/v1/cases/${cases[1]?.id}`, { headers: { 'if-match': '*' } });
    expect(await titles(person, 'assignee=me')).toEqual(['0-2', '0-1']);
    expect(await titles(person, 'assignee=none&type=interview&overdue=true')).toEqual([]);
  });

  test('[NT-1] nobody is mailed about what they did themselves; a switch of the type ends each mail', async () => {
    const type = await aCaseType({ notifications: { 'all-tasks-completed': { enabled: false } } });
    const { id } = await aCase({ type, assignee: { user: 'ben' } });
    const record = await theCase(id);
    const mine = await addTask(id, { title: 'Mine', assignee: { user: 'amara' } });
    const his = await addTask(id, { title: 'His' });
    const patched = await manager().send('PATCH', `/v1/cases/${id}/tasks/${his.id}`, {
      body: { assignee: { user: 'dev' } },
    });
    expect(patched.status).toBe(200);
    for (const task of [mine, his]) await onTask(id, `/${task.id}/complete`);
    const ofTasks = (await mailsAbout(record)).filter((mail) => mail.includes('task'));
    expect(ofTasks).toEqual([`task-assigned → ${addresses.dev}`]);
  });
});

describe('tasks and what else happens to their case', () => {
  test('[CA-14] however many add tasks while it is closed, none is open on a closed case', async () => {
    for (const cancelable of [true, false]) {
      const type = await aCaseType({ taskTypes: [{ key: 'call', name: 'Call', cancelable }] });
      const { id } = await aCase({ type });
      const adding = Array.from({ length: 12 }, () => onTask(id, '', { type: 'call' }));
      const closing = Array.from({ length: 3 }, () => act(manager(), `/v1/cases/${id}/close`, { reason: 'solved' }));
      const answers = await Promise.all([...adding, ...closing]);
      for (const { status } of answers) expect([200, 201, 409]).toContain(status);
      const made = answers.filter(({ status }) => status === 201).length;
      const record = await theCase(id);
      const open = (await tasksOf(id)).filter(({ status }) => status === 'to-do').length;
      expect(record).toMatchObject({ taskCount: made, openTasks: open });
      expect(answers.filter(({ status }) => status === 200).length).toBe(record.closedAt === undefined ? 0 : 1);
      if (record.closedAt !== undefined) expect(open).toBe(0);
    }
  });

  test('[CA-16] they go with it into another case and back, and stand in its export', async () => {
    const [loser, winner] = [await aCase(), await aCase()];
    const moved = await addTask(loser.id, { title: 'Goes over', assignee: { user: 'dev' } });
    await addTask(winner.id, { title: 'Stays' });
    await act(manager(), `/v1/cases/${loser.id}/merge`, { into: winner.id });
    expect(await tasksOf(loser.id)).toEqual([]);
    expect((await tasksOf(winner.id)).map(({ title, caseId }) => [title, caseId])).toEqual([
      ['Goes over', winner.id],
      ['Stays', winner.id],
    ]);
    expect(await theCase(winner.id)).toMatchObject({ openTasks: 2, taskCount: 2 });
    await onTask(winner.id, `/${moved.id}/start`);
    await act(manager(), `/v1/cases/${loser.id}/unmerge`);
    expect(await tasksOf(loser.id)).toMatchObject([{ id: moved.id, status: 'in-progress', caseId: loser.id }]);
    expect(await theCase(winner.id)).toMatchObject({ openTasks: 1, taskCount: 1 });
  });

  test('[AU-1] a rule gives a case a task, closes it when all are done, and asks conditions of the task', async () => {
    const type = await aCaseType();
    const admin = await signIn('ada', 'admins');
    const isOfType = { field: 'case.type', op: 'is', value: type };
    const rule = (title: string, event: string, actions: object[], more: object[] = []) =>
      admin.post('/v1/rules', {
        title,
        for: 'case',
        trigger: { event },
        condition: { all: [isOfType, ...more] },
        actions,
      });
    await rule('Call first', 'case-created', [
      { do: 'create-task', task: { title: 'Call', assignee: { user: 'dev' } } },
    ]);
    await rule(
      'Done is done',
      'all-tasks-completed',
      [{ do: 'close', reason: 'solved' }],
      [
        { field: 'case.openTasks', op: 'is', value: 0 },
        { field: 'task.outcome', op: 'is', value: 'reached' },
      ],
    );
    const { id } = await aCase({ type });
    await here().local.idle();
    const [task] = await tasksOf(id);
    expect(task).toMatchObject({ title: 'Call', createdBy: { kind: 'rule' } });
    await onTask(id, `/${task?.id}/complete`, { outcome: 'reached' });
    await here().local.idle();
    expect(await theCase(id)).toMatchObject({ status: { category: 'resolved' }, closure: { reason: 'solved' } });
  });
});
