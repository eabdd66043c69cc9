import { describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { TaskAnswer } from '#shared/casework/tasks/task.ts';
import { aCase, aCaseType, aContact, act, expectRefused, here, put, signIn } from './world.ts';

const taskType = (steps: object[]) => ({ key: 'look', name: 'Look into it', groups: ['tutors'], steps });

/** A case of a contact with one task of a type that has these steps. */
const aTask = async (steps: object[]) => {
  const type = await aCaseType({ taskTypes: [taskType(steps)] });
  const contact = await aContact();
  const record = await aCase({ type, contactId: contact.id });
  const made = await act<TaskAnswer>(here().as.manager, `/v1/cases/${record.id}/tasks`, { type: 'look' });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return { record, contact, task: made.body, path: `/v1/cases/${record.id}/tasks/${made.body.id}` };
};
const states = ({ steps = [] }: TaskAnswer) => steps.map((step) => `${step.do} ${step.state}`);
const collect = { do: 'collect', fields: [{ key: 'finding', name: 'Finding', type: 'text', required: true }] };

describe('[TA-8] a task with steps', () => {
  test('[TA-8] is worked through one by one, from its start, and completed at the end', async () => {
    await put('/v1/templates/we-look', {
      name: 'We look',
      subject: 'We look into {{ case.reference }}',
      text: 'Soon.',
    });
    const steps = [
      { do: 'mail', template: 'we-look' },
      { do: 'ask', question: { text: 'When was it?', due: { amount: 2, unit: 'days', time: 'calendar' } } },
      collect,
      { do: 'approve', group: 'advising-leads' },
    ];
    const { record, contact, task, path } = await aTask(steps);
    expect(states(task)).toEqual(['mail to-do', 'ask to-do', 'collect to-do', 'approve to-do']);
    const { manager } = here().as;
    expectRefused(await act(manager, `${path}/complete`), 409, 'steps-open');
    const started = await act<TaskAnswer>(manager, `${path}/start`);
    expect(states(started.body)).toEqual(['mail completed', 'ask in-progress', 'collect to-do', 'approve to-do']);
    await here().local.idle();
    expect((await here().local.mails(contact.email)).map(({ subject }) => subject)).toContain(
      `We look into ${record.reference}`,
    );
    const questionId = started.body.steps?.[1]?.questionId;
    const asked = await manager.get<{ text: string; dueAt: string }>(`/v1/cases/${record.id}/questions/${questionId}`);
    expect(asked).toMatchObject({ text: 'When was it?', dueAt: expect.any(String) });
    await act(manager, `/v1/cases/${record.id}/questions/${questionId}/answer`, { text: 'On Monday.' });
    await here().local.idle();
    const now = () => manager.get<TaskAnswer>(path);
    expect(states(await now())).toEqual(['mail completed', 'ask completed', 'collect in-progress', 'approve to-do']);
    expectRefused(await act(manager, `${path}/steps/2/complete`, { fields: {} }), 400, undefined, ['/fields/finding']);
    expectRefused(await act(manager, `${path}/steps/2/complete`, { approved: true, fields: { finding: 'x' } }), 400);
    expectRefused(await act(manager, `${path}/steps/3/complete`, { approved: true }), 409, 'step-not-open');
    const collected = await act<TaskAnswer>(manager, `${path}/steps/2/complete`, { fields: { finding: 'A leak' } });
    expect(collected.body.steps?.[2]).toMatchObject({ state: 'completed', fields: { finding: 'A leak' } });
    expectRefused(await act(manager, `${path}/complete`), 409, 'steps-open');
    expectRefused(await act(manager, `${path}/steps/3/complete`, { approved: true }), 403);
    const farah = await signIn('farah', 'advising-leads', 'advisers');
    expectRefused(await act(farah, `${path}/steps/3/complete`, {}), 400, undefined, ['/approved']);
    const approved = await act<TaskAnswer>(farah, `${path}/steps/3/complete`, { approved: true, note: 'Fine.' });
    expect(approved.body.steps?.[3]).toMatchObject({
      state: 'completed',
      approved: true,
      note: 'Fine.',
      completedBy: { kind: 'user', id: 'farah' },
    });
    expect(await act(manager, `${path}/complete`)).toMatchObject({ status: 200, body: { status: 'completed' } });
    expectRefused(await act(manager, `${path}/steps/3/complete`, { approved: true }), 409, 'task-completed');
  });

  test('[TA-8] that asked is gone on with by hand, where the answer comes another way', async () => {
    const { path } = await aTask([{ do: 'ask', question: { text: 'When?' } }, collect]);
    const { manager } = here().as;
    expectRefused(await act(manager, `${path}/steps/0/complete`), 409, 'step-not-open');
    await act(manager, `${path}/start`);
    const done = await act<TaskAnswer>(manager, `${path}/steps/0/complete`, { note: 'They rang.' });
    expect(states(done.body)).toEqual(['ask completed', 'collect in-progress']);
  });

  test('[TA-8] is approved by the team that it names, who see its case for that and do nothing else there', async () => {
    await put('/v1/groups/deans', { name: 'Deans', members: [] });
    const { record, path } = await aTask([collect, { do: 'approve', group: 'deans' }]);
    const other = await aCase({ type: record.type });
    const dean = await signIn('dora', 'deans');
    const { manager } = here().as;
    await act(manager, `${path}/start`);
    expectRefused(await act(dean, `${path}/steps/0/complete`, { fields: { finding: 'x' } }), 403);
    await act(manager, `${path}/steps/0/complete`, { fields: { finding: 'A leak' } });
    expectRefused(await act(manager, `${path}/steps/1/complete`, { approved: true }), 403);
    expect((await dean.get<{ items: CaseAnswer[] }>('/v1/cases')).items.map(({ id }) => id)).toEqual([record.id]);
    expect(await dean.send('GET', `/v1/cases/${other.id}`)).toMatchObject({ status: 404 });
    expectRefused(await act(dean, `${path}/complete`), 403);
    expectRefused(await act(dean, `${path}/cancel`), 403);
    expectRefused(await act(dean, `/v1/cases/${record.id}/notes`, { text: 'Agreed.' }), 403);
    const approved = await act<TaskAnswer>(dean, `${path}/steps/1/complete`, { approved: true });
    expect(approved.body.steps?.[1]).toMatchObject({ state: 'completed', approved: true });
  });

  test('[CA-12] [TA-8] of a private case is approved by nobody who may not see it, or is kept out', async () => {
    await put('/v1/groups/deans', { name: 'Deans', members: [] });
    const { record, path } = await aTask([{ do: 'approve', group: 'deans' }]);
    const { manager } = here().as;
    await act(manager, `${path}/start`);
    const approve = async () => act(await signIn('dora', 'deans'), `${path}/steps/0/complete`, { approved: true });
    await manager.send('PUT', `/v1/cases/${record.id}/locks/dora`);
    expectRefused(await approve(), 404);
    await manager.send('DELETE', `/v1/cases/${record.id}/locks/dora`);
    await manager.send('PATCH', `/v1/cases/${record.id}`, { body: { private: true }, headers: { 'if-match': '*' } });
    expectRefused(await approve(), 404);
  });

  test('[TA-8] of a type is checked with it', async () => {
    const send = async (steps: object[]) => {
      const { manager: _m, admin } = here().as;
      const {
        key: _k,
        version: _v,
        createdAt: _c,
        createdBy: _b,
        updatedAt: _u,
        ...type
      } = await admin.get<Record<string, unknown>>('/v1/case-types/academic-concern');
      return admin.send('PUT', '/v1/case-types/with-steps', { body: { ...type, taskTypes: [taskType(steps)] } });
    };
    expectRefused(await send([{ do: 'mail', template: 'none' }]), 422, undefined, ['/taskTypes/0/steps/0/template']);
    expectRefused(await send([{ do: 'approve', group: 'none' }]), 422, undefined, ['/taskTypes/0/steps/0/group']);
    expectRefused(await send([{ do: 'dance' }]), 400, undefined, ['/taskTypes/0/steps/0/do']);
  });

  test('[TA-8] comes ready-made: collecting, investigating, answering, checking an identity, approving', async () => {
    const { admin } = here().as;
    const installed = await act<{ items: { kind: string; key: string }[] }>(
      admin,
      '/v1/configuration/ready-made/task-types/install',
    );
    expect(installed.status, JSON.stringify(installed.body)).toBe(200);
    const type = await admin.get<{ taskTypes: { key: string; steps: { do: string }[] }[] }>('/v1/case-types/enquiry');
    expect(type.taskTypes.map(({ key, steps }) => [key, steps.map((step) => step.do)])).toEqual([
      ['collect-information', ['mail', 'ask', 'collect']],
      ['investigate', ['collect', 'approve']],
      ['answer-by-template', ['mail']],
      ['check-identity', ['ask', 'collect']],
      ['approve', ['approve']],
    ]);
  });
});
