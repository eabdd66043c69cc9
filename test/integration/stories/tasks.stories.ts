import { describe, expect, test } from 'vitest';
import type { Answer, Client } from '#local/demo/client.ts';
import type { CaseAnswer } from '#shared/cases/case.ts';
import type { TaskAnswer } from '#shared/tasks/task.ts';
import { aCase, act, expectRefused, here, historyOf } from './world.ts';

const manager = () => here().as.manager;

/** Does something to a task, or to the tasks of a case. */
const onTask = (id: string, path: string, body?: object, by: Client = manager()): Promise<Answer<TaskAnswer>> =>
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
