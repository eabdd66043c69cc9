import { describe, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import { dealing, goesAway, later, raised } from './dealing.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  anAlertType,
  here,
  historyOf,
  mailsAbout,
  put,
  runsOn,
  signIn,
  unique,
} from './world.ts';

describe('[AU-13] who is away', () => {
  test('[AU-13] says so, is left out, and is there again when it is over or taken back', async () => {
    const [one, two] = [unique('p'), unique('p')];
    const { type } = await dealing([{ id: one }, { id: two }]);
    const them = await goesAway(one, { substitute: two, note: 'In the Alps' });
    expect(await them.get('/v1/me/absence')).toMatchObject({ substitute: two, note: 'In the Alps' });
    expect([await raised(type), await raised(type)].map(({ assignee }) => assignee)).toEqual([
      { user: two },
      { user: two },
    ]);
    expect(await them.send('DELETE', '/v1/me/absence')).toMatchObject({ status: 204 });
    expect(await them.send('GET', '/v1/me/absence')).toMatchObject({ status: 404 });
    const after = [await raised(type), await raised(type)].map(({ assignee }) => assignee);
    expect(after).toEqual(expect.arrayContaining([{ user: one }, { user: two }]));
  });

  test('[AU-13] leaves a case with the team where nobody is left; the history says why, and the managers are mailed', async () => {
    const [one, two] = [unique('p'), unique('p')];
    const { team, type } = await dealing([{ id: one }, { id: two, capacity: 0 }]);
    await goesAway(one);
    const { id, assignee } = await raised(type);
    expect(assignee).toEqual({ group: team });
    expect((await historyOf('cases', id)).filter((event) => event.type === 'Assignment Failed')).toMatchObject([
      {
        actor: { kind: 'rule' },
        after: {
          leftOut: [
            { user: one, reason: 'absent' },
            { user: two, reason: 'full' },
          ],
        },
      },
    ]);
    expect((await runsOn(id)).filter(({ matched }) => matched).flatMap(({ actions }) => actions)).toMatchObject([
      { do: 'update-assignee', done: false, reason: 'nobody-available' },
    ]);
    const mails = (await mailsAbout({ id })).filter((mail) => mail.startsWith('assignment-failed'));
    expect(mails).toEqual(expect.arrayContaining([expect.stringContaining('amara.obi@staff.example.edu')]));
    expect(new Set(mails).size).toBe(mails.length);
  });
});

describe('[AU-13] who has all that they take', () => {
  test('[AU-13] is given no more until something of it is closed, and then at once', async () => {
    const [one] = [unique('p')];
    const { team, type } = await dealing([{ id: one, capacity: 1 }], { behaviour: 'balanced' });
    const first = await raised(type);
    expect(first.assignee).toEqual({ user: one });
    expect((await raised(type)).assignee).toEqual({ group: team });
    await act(here().as.admin, `/v1/cases/${first.id}/close`, { reason: 'solved' });
    expect((await raised(type)).assignee).toEqual({ user: one });
  });

  test('[AU-13] is reckoned by what a type weighs, tasks among it', async () => {
    const [one] = [unique('p')];
    const { team, type } = await dealing([{ id: one, capacity: 5 }], { type: { weight: 2 } });
    const first = await raised(type);
    await act(here().as.admin, `/v1/cases/${first.id}/tasks`, { title: 'Ring', assignee: { user: one } });
    await act(here().as.admin, `/v1/cases/${first.id}/tasks`, { title: 'Ring again', assignee: { user: one } });
    expect((await raised(type)).assignee).toEqual({ group: team });
  });

  test('[AU-13] is never given more, however many are dealt at the same moment', async () => {
    const people = [1, 2, 3].map(() => ({ id: unique('p'), capacity: 2 }));
    const { team, type } = await dealing(people);
    const made = await Promise.all(Array.from({ length: 12 }, () => aCase({ type })));
    await here().local.idle();
    const owners = await Promise.all(
      made.map(async ({ id }) => (await here().as.admin.get<{ assignee: unknown }>(`/v1/cases/${id}`)).assignee),
    );
    const count = (owner: object) => owners.filter((one) => JSON.stringify(one) === JSON.stringify(owner)).length;
    expect([...people.map(({ id }) => count({ user: id })), count({ group: team })]).toEqual([2, 2, 2, 6]);
  });
});

describe('[AU-13] claim-next', () => {
  const next = (them: Client, group: string) =>
    them.send('POST', '/v1/work/claim-next', { body: { queue: { group } } });

  test('[AU-13] [CA-7] answers 204 to who is away, full, or not at work', async () => {
    const [away, full, asleep, there] = [unique('p'), unique('p'), unique('p'), unique('p')];
    await put(`/v1/calendars/${unique('night-')}`, {
      name: 'Night',
      timeZone: 'UTC',
      week: { sunday: [['01:00', '02:00']] },
    });
    const calendar = (await here().as.admin.get<{ items: { key: string }[] }>('/v1/calendars')).items
      .map(({ key }) => key)
      .find((key) => key.startsWith('night-'));
    const members = [{ id: away }, { id: full, capacity: 2 }, { id: asleep, calendar }, { id: there, capacity: 5 }];
    const team = unique('team-');
    await put(`/v1/groups/${team}`, {
      name: team,
      members: members.map((one) => ({ name: one.id, email: `${one.id}@staff.example.edu`, ...one })),
    });
    const type = await aCaseType({ weight: 3, groups: { managers: [team, 'advisers'] } });
    await aCase({ type, assignee: { group: team } });
    const of = (id: string) => signIn(id, team);
    await (await of(away)).send('PUT', '/v1/me/absence', { body: { from: later(-30), to: later(300) } });
    for (const id of [away, full, asleep]) expect((await next(await of(id), team)).status, id).toBe(204);
    expect(await next(await of(there), team)).toMatchObject({ status: 200, body: { assignee: { user: there } } });
    await aCase({ type, assignee: { group: team } });
    expect((await next(await of(there), team)).status).toBe(204);
  });

  test('[AU-13] [CA-7] never hands more to somebody than they take, however often they ask at the same moment', async () => {
    const [one, team] = [unique('p'), unique('team-')];
    await put(`/v1/groups/${team}`, {
      name: team,
      members: [{ id: one, name: one, email: `${one}@staff.example.edu`, capacity: 3 }],
    });
    const type = await aCaseType({ groups: { managers: [team, 'advisers'] } });
    for (let i = 0; i < 8; i++) await aCase({ type, assignee: { group: team } });
    const them = await signIn(one, team);
    const answers = await Promise.all(Array.from({ length: 8 }, () => next(them, team)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 204, 204, 204, 204, 204]);
  });
});

describe('[AU-13] what is meant for somebody who is away', () => {
  const naming = async (user: string) => {
    const type = await aCaseType();
    await here().as.admin.post('/v1/rules', {
      title: `Gives to ${user}`,
      for: 'case',
      trigger: { event: 'case-created' },
      condition: { field: 'case.type', op: 'is', value: type },
      actions: [
        { do: 'update-assignee', user },
        { do: 'create-task', task: { title: 'Ring', assignee: { user } } },
      ],
    });
    return type;
  };

  test('[AU-13] goes to who stands in for them, and on to who stands in for those', async () => {
    await goesAway('amara', { substitute: 'ben' });
    await goesAway('ben', { substitute: { user: 'chloe' } });
    const { id, assignee } = await raised(await naming('amara'));
    expect(assignee).toEqual({ user: 'chloe' });
    const { items } = await here().as.admin.get<{ items: { assignee: unknown }[] }>(`/v1/cases/${id}/tasks`);
    expect(items.map((task) => task.assignee)).toEqual([{ user: 'chloe' }]);
  });

  test('[AU-13] goes to nobody where they stand in for each other, and the event says so', async () => {
    await goesAway('amara', { substitute: 'ben' });
    await goesAway('ben', { substitute: 'amara' });
    const { id, assignee } = await raised(await naming('amara'));
    expect(assignee).toBeUndefined();
    const failed = (await historyOf('cases', id)).filter(({ type }) => type === 'Assignment Failed');
    const both = ['amara', 'ben'].map((user) => ({ user, reason: 'absent' }));
    expect(failed.map(({ after }) => after.leftOut)).toEqual([both, both]);
  });

  test('[AU-13] sets off the rules that wait for it, of alerts too', async () => {
    await goesAway('amara');
    const type = await naming('amara');
    await here().as.admin.post('/v1/rules', {
      title: 'Nobody was left',
      for: 'case',
      trigger: { event: 'assignment-failed' },
      condition: { field: 'case.type', op: 'is', value: type },
      actions: [{ do: 'add-tag', tag: 'nobody-left' }],
    });
    const { id } = await raised(type);
    expect(await here().as.admin.get(`/v1/cases/${id}`)).toMatchObject({ tags: ['nobody-left'] });
  });
});

describe('[AU-13] a reviewer by default', () => {
  const reviewing = (user: string) => anAlertType({ defaultReviewer: { user } });
  const failed = async (id: string) =>
    (await historyOf('alerts', id)).filter(({ type }) => type === 'Assignment Failed');

  test('[AU-13] [AL-2] who is away gives way to who stands in, else to the first team of the type, which is told', async () => {
    const type = await reviewing('ben');
    expect(await anAlert({ type, course: undefined })).toMatchObject({ reviewer: { user: 'ben' } });
    await goesAway('ben', { substitute: 'chloe' });
    expect(await anAlert({ type, course: undefined })).toMatchObject({ reviewer: { user: 'chloe' } });
    await goesAway('chloe');
    const left = await anAlert({ type, course: undefined });
    expect(left).toMatchObject({ reviewer: { group: 'advisers' } });
    expect((await failed(left.id)).map(({ after }) => after.leftOut)).toEqual([
      ['ben', 'chloe'].map((user) => ({ user, reason: 'absent' })),
    ]);
    expect(await mailsAbout(left)).toContain('alert-assignment-failed → ben.ruiz@staff.example.edu');
    expect(await anAlert({ type, course: undefined, reviewer: { user: 'ben' } })).toMatchObject({
      reviewer: { user: 'ben' },
    });
  });

  test('[AU-13] [AU-4] the same of an alert that a rule makes', async () => {
    const type = await reviewing('ben');
    await goesAway('ben', { substitute: 'chloe' });
    const cases = await aCaseType();
    await here().as.admin.post('/v1/rules', {
      title: 'Watches',
      for: 'case',
      trigger: { event: 'case-created' },
      condition: { field: 'case.type', op: 'is', value: cases },
      actions: [{ do: 'create-alert', alert: { type, priority: 'low' } }],
    });
    const contact = await aContact();
    await aCase({ type: cases, contactId: contact.id });
    await here().local.idle();
    const { items } = await here().as.admin.get<{ items: object[] }>(`/v1/alerts?contactId=${contact.id}`);
    expect(items).toMatchObject([{ reviewer: { user: 'chloe' } }]);
  });
});

test('[AU-13] [TA-2] a task of a type that names people goes to the first of them who is there', async () => {
  const task = { key: 'ring', name: 'Ring', users: ['ben', 'chloe'], generate: {} };
  const type = await aCaseType({ taskTypes: [task] });
  await goesAway('ben');
  const { id } = await aCase({ type });
  await act(here().as.manager, `/v1/cases/${id}/tasks`, { type: 'ring' });
  await goesAway('chloe');
  await act(here().as.manager, `/v1/cases/${id}/tasks`, { type: 'ring' });
  const { items } = await here().as.admin.get<{ items: { assignee?: object }[] }>(`/v1/cases/${id}/tasks`);
  expect(items.map(({ assignee }) => assignee)).toEqual([{ user: 'chloe' }, { user: 'chloe' }, undefined]);
});
