import { describe, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aCaseType, aContact, act, anAlertType, everyPage, here, put, signIn, unique } from './world.ts';

// Whose a right is, and by which route: what somebody may GET stands in every list of it, and what
// stands in none they may not GET.

interface Item {
  id?: string;
  caseId?: string;
}
/**
 * Whether an answer tells of a record: it is that record, a page of what belongs to it, or a list
 * that has it.
 */
const tellsOf = async (by: Client, path: string, id: string): Promise<boolean> => {
  const first = await by.send<{ items?: Item[] }>('GET', path);
  if (first.status === 404) return false;
  expect(first.status, path).toBe(200);
  if (!first.body.items || path.includes(id)) return true;
  if (path.includes('/near')) return first.body.items.some((item) => item.id === id);
  return (await everyPage<Item>(by, path)).some((item) => item.id === id || item.caseId === id);
};

const later = { amount: 30, unit: 'days', time: 'calendar' };
const aGroup = async (): Promise<string> => {
  const key = unique('part-');
  await put(`/v1/groups/${key}`, { name: key, staff: true, members: [] });
  return key;
};

describe('[FN-4] lists and GET agree', () => {
  test('[FN-4] [CA-8] on a case, for every right that there is, by every route', async () => {
    const { admin } = here().as;
    const sees = [
      ...['managers', 'reassignment', 'escalation', 'enquiry', 'appointment', 'ladder', 'interviewers'],
      ...['team', 'task team'],
    ];
    const blind = ['autoAssign', 'export', 'starters'];
    const group: Record<string, string> = {};
    for (const right of [...sees, ...blind]) group[right] = await aGroup();
    const ofType = ['managers', 'reassignment', 'escalation', 'enquiry', 'appointment', ...blind];
    const named = unique('named-');
    const type = await aCaseType({
      groups: Object.fromEntries(ofType.map((right) => [right, [group[right]]])),
      targets: [
        {
          key: 'completion',
          target: later,
          onBreach: { escalate: true, ladder: [{ after: later, groups: [group.ladder] }] },
        },
      ],
      taskTypes: [{ key: 'interview', name: 'Interview', groups: [group.interviewers], users: [named] }],
      roles: [
        { key: 'mentor', name: 'Mentor' },
        { key: 'lead', name: 'Lead', manager: true },
      ],
    });
    const someone = await aGroup();
    const [starter, mentor, lead, formerMentor, owner] = ['s', 'm', 'l', 'f', 'o'].map((name) =>
      unique(`person-${name}-`),
    );
    const { id: contactId } = await aContact();
    const place = { lat: -33.3, lon: -140.5 };
    const creator = await signIn(String(starter), String(group.starters));
    const raised = await act<CaseAnswer>(creator, '/v1/cases', { type, subject: 'X', contactId, location: place });
    expect(raised.status, JSON.stringify(raised.body)).toBe(201);
    const path = `/v1/cases/${raised.body.id}`;
    const people = { members: [mentor, lead, formerMentor].map((id) => ({ id, email: `${id}@x.example`, name: id })) };
    await put(`/v1/groups/${someone}`, { name: someone, staff: true, ...people });
    for (const role of [`mentor/${mentor}`, `mentor/${formerMentor}`, `lead/${lead}`])
      expect((await admin.send('PUT', `${path}/roles/${role}`)).status, role).toBe(200);
    expect((await admin.send('DELETE', `${path}/roles/mentor/${formerMentor}`)).status).toBe(200);
    for (const task of [
      { type: 'interview', assignee: { user: owner } },
      { title: 'Ring', assignee: { user: owner } },
      { title: 'Write', assignee: { group: group['task team'] } },
    ])
      expect((await act(admin, `${path}/tasks`, task)).status).toBe(201);
    await act(admin, `${path}/assign`, { group: group.team });
    const routes = [
      ...['', '/history'].map((below) => `${path}${below}`),
      ...['', `&type=${type}`, '&category=to-do&dueBefore=2099-01-01T00:00:00Z'].map(
        (query) => `/v1/cases?createdFrom=${raised.body.createdAt}${query}`,
      ),
      `/v1/cases?type=${type}&category=to-do&dueBefore=2099-01-01T00:00:00Z&sort=dueAt`,
      `/v1/contacts/${contactId}/cases`,
      `/v1/cases/near?lat=${place.lat}&lon=${place.lon}&meters=50`,
      `/v1/tasks?createdFrom=${raised.body.createdAt}`,
      `/v1/tasks?caseType=${type}&sort=createdAt`,
      `/v1/rule-runs?recordId=${raised.body.id}`,
    ];
    const callers: [who: string, sees: boolean, by: Client][] = [
      ...(await Promise.all(
        [...sees, ...blind].map(
          async (right) =>
            [right, sees.includes(right), await signIn(unique('member-'), String(group[right]))] as [
              string,
              boolean,
              Client,
            ],
        ),
      )),
      ['creator', true, await signIn(String(starter), someone)],
      ['named for a type of task', true, await signIn(named, someone)],
      ['mentor', true, await signIn(String(mentor), someone)],
      ['lead', true, await signIn(String(lead), someone)],
      ['no mentor any more', false, await signIn(String(formerMentor), someone)],
      ['task owner', true, await signIn(String(owner), someone)],
      ['anybody else', false, await signIn(unique('else-'), someone)],
    ];
    for (const [who, expected, by] of callers) {
      const told = await Promise.all(routes.map(async (route) => [route, await tellsOf(by, route, raised.body.id)]));
      expect(Object.fromEntries(told), who).toEqual(Object.fromEntries(routes.map((route) => [route, expected])));
    }
    const patch = { body: { private: true }, headers: { 'if-match': '*' } };
    expect((await admin.send('PATCH', path, patch)).status).toBe(200);
    const byPart = new Set(['team', 'task team', 'creator', 'mentor', 'lead', 'task owner']);
    // By which routes no longer matters: what is asked is whose right it is.
    const some = [path, `/v1/cases?createdFrom=${raised.body.createdAt}`, `/v1/tasks?caseType=${type}`];
    for (const [who, , by] of callers) {
      const told = await Promise.all(some.map(async (route) => [route, await tellsOf(by, route, raised.body.id)]));
      expect(Object.fromEntries(told), `private, ${who}`).toEqual(
        Object.fromEntries(some.map((route) => [route, byPart.has(who)])),
      );
    }
  }, 60_000);

  test('[FN-4] [AL-2] on an alert, for every right that there is', async () => {
    const [reviewers, raisers, team, other] = [await aGroup(), await aGroup(), await aGroup(), await aGroup()];
    const type = await anAlertType({ groups: { reviewers: [reviewers], raisers: [raisers] } });
    const raiser = unique('raiser-');
    const { id: contactId } = await aContact();
    const body = { type, contactId, course: { code: 'MATH-101' }, reviewer: { group: team } };
    const raised = await act<AlertAnswer>(await signIn(raiser, raisers), '/v1/alerts', body);
    expect(raised.status, JSON.stringify(raised.body)).toBe(201);
    const { id, createdAt } = raised.body;
    const routes = [
      ...['', '/history', '/notes'].map((below) => `/v1/alerts/${id}${below}`),
      ...['', `&type=${type}`, '&sort=priority'].map((query) => `/v1/alerts?createdFrom=${createdAt}${query}`),
      `/v1/contacts/${contactId}/alerts?sort=createdAt`,
    ];
    for (const [who, group, sub, expected] of [
      ['a reviewer', reviewers, 'r', true],
      ['of the team that has it', team, 't', true],
      ['who raised it, out of the group since', other, raiser, true],
      ['another raiser', raisers, 'q', false],
      ['anybody else', other, 'e', false],
    ] as const) {
      const by = await signIn(sub, group);
      const told = await Promise.all(routes.map(async (route) => [route, await tellsOf(by, route, id)]));
      expect(Object.fromEntries(told), who).toEqual(Object.fromEntries(routes.map((route) => [route, expected])));
    }
  });
});

describe('[CA-10] the cases of a contact', () => {
  test('[CA-10] [FN-1] are also those that they are a client of, or that were raised for them, in any order', async () => {
    const { manager } = here().as;
    const [person, firm] = [await aContact(), await aContact({ kind: 'organisation' })];
    const raise = async (more: object) =>
      (await act<CaseAnswer>(manager, '/v1/cases', { type: 'academic-concern', subject: 'X', ...more })).body;
    const about = await raise({ contactId: firm.id, priority: 'low' });
    const asClient = await raise({ contactId: person.id, priority: 'critical' });
    const behalf = await raise({ contactId: person.id, onBehalfOf: { contactId: firm.id }, priority: 'high' });
    const client = `/v1/cases/${asClient.id}/clients/${firm.id}`;
    expect((await manager.send('PUT', client)).status).toBe(200);
    const casesOf = async (query: string) =>
      (await everyPage<CaseAnswer>(manager, `/v1/contacts/${firm.id}/cases${query}`, 2)).map(({ id }) => id);
    expect(await casesOf('')).toEqual([behalf.id, asClient.id, about.id]);
    expect(await casesOf('?sort=createdAt')).toEqual([about.id, asClient.id, behalf.id]);
    expect(await casesOf('?sort=-priority')).toEqual([asClient.id, behalf.id, about.id]);
    expect(
      (await everyPage<CaseAnswer>(manager, `/v1/cases?contactId=${firm.id}&priority=critical`)).map(({ id }) => id),
    ).toEqual([asClient.id]);
    const mine = await (await signIn(firm.id)).get<{ items: { id: string }[] }>('/v1/me/cases');
    expect(mine.items.map(({ id }) => id)).toEqual([about.id]);
    expect((await manager.send('DELETE', client)).status).toBe(200);
    expect(await casesOf('')).toEqual([behalf.id, about.id]);
    const change = { body: { contactId: firm.id }, headers: { 'if-match': '*' } };
    expect((await manager.send('PATCH', `/v1/cases/${asClient.id}`, change)).status).toBe(200);
    expect(await casesOf('')).toEqual([behalf.id, asClient.id, about.id]);
    await here().as.admin.send('DELETE', `/v1/cases/${behalf.id}`, { headers: { 'if-match': '*' } });
    expect(await casesOf('')).toEqual([asClient.id, about.id]);
  });
});
