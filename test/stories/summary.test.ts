import { beforeAll, describe, expect, test, vi } from 'vitest';
import { rehearsedActions } from '#functions/api/cases/rehearse-actions.ts';
import type { Client } from '#local/demo/client.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { routes } from '#shared/contract/route-index.ts';
import { Table } from '#shared/core/table/table.ts';
import { people, shareInstitution } from '#test/house/institution.ts';
import { aCase, aCaseType, aContact, act, here } from './world.ts';

beforeAll(shareInstitution);

interface Summary {
  record: CaseAnswer;
  contact?: { id: string };
  clocks: { key: string }[];
  openTasks: { title: string }[];
  lastNotes: { text: string }[];
  nextAppointment?: { title: string };
  openQuestions: { text: string }[];
  allowed: string[];
  rights: string[];
}

describe('[CA-22] the summary of a case', () => {
  test('[CA-22] has what the first screen needs, in two Queries', async () => {
    const { as } = here();
    const contact = await aContact();
    const { id } = await aCase({ type: await aCaseType(), contactId: contact.id });
    const add = (below: string, body: object) => as.manager.post(`/v1/cases/${id}/${below}`, body);
    for (let number = 1; number <= 7; number++) await add('notes', { text: `note ${number}` });
    await add('tasks', { title: 'Call home' });
    const done = await as.manager.post<{ id: string }>(`/v1/cases/${id}/tasks`, { title: 'Look it up' });
    await act(as.manager, `/v1/cases/${id}/tasks/${done.id}/cancel`);
    await add('questions', { text: 'Which class was it?' });
    await add('appointments', { title: 'Later', startsAt: '2027-03-02T10:00:00Z', endsAt: '2027-03-02T11:00:00Z' });
    await add('appointments', { title: 'Sooner', startsAt: '2027-03-01T10:00:00Z', endsAt: '2027-03-01T11:00:00Z' });
    await here().local.idle();
    await as.manager.get(`/v1/cases/${id}/summary`);
    const query = vi.spyOn(Table.prototype, 'query');
    const summary = await as.manager.get<Summary>(`/v1/cases/${id}/summary`);
    expect(query).toHaveBeenCalledTimes(2);
    query.mockRestore();
    expect(summary.record).toMatchObject({ id, openTasks: 1 });
    expect(summary.contact?.id).toBe(contact.id);
    expect(summary.clocks.map(({ key }) => key)).toEqual(summary.record.clocks.map(({ key }) => key));
    expect(summary.openTasks.map(({ title }) => title)).toEqual(['Call home']);
    expect(summary.lastNotes.map(({ text }) => text)).toEqual(['note 7', 'note 6', 'note 5', 'note 4', 'note 3']);
    expect(summary.nextAppointment?.title).toBe('Sooner');
    expect(summary.openQuestions.map(({ text }) => text)).toEqual(['Which class was it?']);
  });

  test('[CA-22] asks every action on a case that answers with it', () => {
    const commands = routes.filter(
      ({ method, path, family }) =>
        method === 'POST' && family === 'cases' && /^\/v1\/cases\/\{id\}\/[a-z-]+$/.test(path),
    );
    // Those that add something to a case, and the glass that is broken by who does not see it.
    const others = ['notes', 'links', 'messages', 'break-glass'];
    const names = commands.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
    expect(names.filter((name) => !others.includes(name)).sort()).toEqual([...rehearsedActions].sort());
  });
});

/** What is asked of each action in its dry run: bodies of which one is valid where any is. */
const bodiesOf = (into: string): Record<string, object[]> => ({
  claim: [{}],
  release: [{}],
  assign: [{ user: 'ben' }, { group: 'tutors' }],
  status: ['new', 'open'].map((status) => ({ status })),
  escalate: [{ reason: 'no-answer' }],
  'de-escalate': [{}],
  close: [{ reason: 'solved' }],
  reopen: [{ note: 'Again' }],
  convert: [
    { type: 'academic-concern', targets: 'keep' },
    { type: 'hazard-report', targets: 'keep', fields: { kind: 'other' } },
  ],
  merge: [{ into, targets: 'keep' }],
  unmerge: [{}],
  restore: [{}],
});

/** Changes a case as it is. */
const onLatest = async (method: string, id: string, body?: object) => {
  const { admin } = here().as;
  const { headers } = await admin.send('GET', `/v1/cases/${id}`);
  const answer = await admin.send(method, `/v1/cases/${id}`, {
    ...(body && { body }),
    headers: { 'if-match': headers.get('etag') ?? '' },
  });
  expect(answer.status).toBeLessThan(300);
};

type Change = (id: string, by: Client) => Promise<unknown>;
const on =
  (verb: string, body?: object): Change =>
  (id, by) =>
    act(by, `/v1/cases/${id}/${verb}`, body);

describe('[CA-22] what a caller may do beside actions', () => {
  test.each(['admin', 'view-all', 'manager', 'reassignment', 'escalation', 'enquiry'] as const)(
    '[CA-22] is what a dry run takes of %s',
    async (role) => {
      const person = here().as[role];
      const { id } = await aCase({ type: 'academic-concern' });
      const { rights } = await person.get<Summary>(`/v1/cases/${id}/summary`);
      const appointment = { title: 'Talk', startsAt: '2027-03-02T10:00:00Z', endsAt: '2027-03-02T11:00:00Z' };
      const asked = {
        follow: ['PUT', `subscribers/${people[role].sub}`, {}],
        appoint: ['POST', 'appointments', appointment],
        work: ['POST', 'notes', { text: 'Called' }],
        manage: ['PUT', 'hold', { reason: 'In court' }],
      } as const;
      const taken: string[] = [];
      for (const [right, [method, below, body]] of Object.entries(asked)) {
        const answer = await person.send(method, `/v1/cases/${id}/${below}?dryRun=true`, { body });
        if (answer.status < 300) taken.push(right);
      }
      expect(rights.filter((right) => right in asked)).toEqual(taken);
      expect(rights.includes('help')).toBe(rights.includes('work'));
    },
  );

  test('[CA-22] is what the policy allows, whatever state the case is in, the trash too', async () => {
    const { as } = here();
    const { id } = await aCase({ type: 'academic-concern' });
    const rightsNow = async () => (await as.manager.get<Summary>(`/v1/cases/${id}/summary`)).rights;
    const before = await rightsNow();
    await onLatest('DELETE', id);
    expect(await rightsNow()).toEqual(before);
    expect((await as.manager.send('POST', `/v1/cases/${id}/notes`, { body: { text: 'Called' } })).status).toBe(409);
  });
});

describe('[CA-22] the actions that a caller may take', () => {
  const states: Record<string, readonly Change[]> = {
    new: [],
    'with a person': [on('claim')],
    'with a team': [on('assign', { group: 'tutors' })],
    escalated: [on('escalate', { reason: 'no-answer' })],
    private: [(id) => onLatest('PATCH', id, { private: true })],
    closed: [on('close', { reason: 'solved' })],
    'given a task for somebody else': [
      (id, by) => by.post(`/v1/cases/${id}/tasks`, { title: 'To do', assignee: { user: 'ines' } }),
    ],
    blocked: [
      async (id, by) => {
        const blocker = await aCase();
        await act(by, `/v1/cases/${id}/links`, { kind: 'blocked-by', caseId: blocker.id });
      },
    ],
    merged: [async (id, by) => act(by, `/v1/cases/${id}/merge`, { into: (await aCase()).id })],
    'in the trash': [(id) => onLatest('DELETE', id)],
    'with somebody locked out': [async (id, by) => by.send('PUT', `/v1/cases/${id}/locks/dev`)],
  };

  test.each(Object.entries(states))(
    '[CA-22] are those that a dry run takes, of a case that is %s',
    async (_state, changes) => {
      const { as } = here();
      const { id } = await aCase({ type: 'academic-concern' });
      for (const change of changes) await change(id, as['another manager']);
      await here().local.idle();
      const roles = ['admin', 'view-all', 'manager', 'reassignment', 'escalation'] as const;
      for (const role of roles) {
        const person = as[role];
        const { status, body } = await person.send<Summary>('GET', `/v1/cases/${id}/summary`);
        const seen = await person.send('GET', `/v1/cases/${id}`);
        expect(status).toBe(seen.status);
        if (status !== 200) continue;
        const { id: into } = await aCase({ assignee: { user: people[role].sub } });
        const taken: string[] = [];
        for (const [action, bodies] of Object.entries(bodiesOf(into)))
          for (const one of bodies) {
            const answer = await person.send('POST', `/v1/cases/${id}/${action}?dryRun=true`, { body: one });
            if (answer.status === 200 && !taken.includes(action)) taken.push(action);
          }
        expect(body.allowed.toSorted(), role).toEqual(taken.sort());
      }
    },
  );
});
