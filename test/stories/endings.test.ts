import { afterEach, describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aRule, is, removeRules } from './rule-making.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  anAlertType,
  busEventsOf,
  expectRefused,
  here,
  historyOf,
  mailsAbout,
  runsOn,
} from './world.ts';

// How a case ends, by every channel there is: closed by somebody or by a rule, merged,
// deleted.

const readCase = (id: string) => here().as.admin.get<CaseAnswer>(`/v1/cases/${id}`);
const readAlert = (id: string) => here().as.admin.get<AlertAnswer>(`/v1/alerts/${id}`);

describe('[CA-13] closing by every channel', () => {
  afterEach(removeRules);

  /** A case with an alert, which will be closed. */
  const open = async (type: string, more: object = {}) => {
    const { id: contactId } = await aContact();
    const alert = await anAlert({ contactId });
    const record = await aCase({ type, contactId, alertIds: [alert.id], assignee: { user: 'ben' }, ...more });
    return { contactId, alert, record };
  };

  /** What closing left, but for what is the case's own: ids, instants, people. */
  const effectOn = async ({ contactId, alert, record }: Awaited<ReturnType<typeof open>>) => {
    const mails = await mailsAbout(record);
    const [closed, settled] = [await readCase(record.id), await readAlert(alert.id)];
    const own = [record.id, record.reference, alert.id, contactId, contactId.toLowerCase()];
    const text = JSON.stringify({
      mails: mails.filter((mail) => mail.startsWith('case-closed')),
      closed: { ...closed, clocks: closed.clocks.map(({ key, state, remaining }) => ({ key, state, remaining })) },
      settled,
      events: (await historyOf('cases', record.id)).slice(-1).map(({ type, changed }) => ({ type, changed })),
    });
    const instants = text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>');
    const plain = own.reduce((told, name) => told.replaceAll(name, '<own>'), instants);
    return JSON.parse(plain.replaceAll(/"tags":\[[^\]]*\]|"version":\d+|"kind":"(user|rule)","id":"[^"]+"/g, '"x":0'));
  };

  test('[CA-13] [AL-6] [AU-4] a rule that closes does what closing by hand does, to the byte', async () => {
    const type = await aCaseType();
    const rule = await aRule({
      for: 'case',
      trigger: { event: 'case-updated' },
      condition: { all: [is('case.type', type), { field: 'case.tags', op: 'contains', value: 'enough' }] },
      actions: [{ do: 'close', reason: 'solved' }],
    });
    const byHand = await open(type);
    expect((await act(here().as.manager, `/v1/cases/${byHand.record.id}/close`, { reason: 'solved' })).status).toBe(
      200,
    );
    const byRule = await open(type);
    const patch = { body: { tags: ['enough'] }, headers: { 'if-match': `"${byRule.record.version}"` } };
    expect((await here().as.manager.send('PATCH', `/v1/cases/${byRule.record.id}`, patch)).status).toBe(200);
    await here().local.idle();
    expect(await readCase(byRule.record.id)).toMatchObject({
      status: { category: 'resolved' },
      closure: { reason: 'solved', by: { kind: 'rule', id: rule.id } },
    });
    expect(await readAlert(byRule.alert.id)).toMatchObject({ status: 'resolved', category: 'closed' });
    const [hand, machine] = [await effectOn(byHand), await effectOn(byRule)];
    expect(hand.mails).toHaveLength(1);
    expect(machine).toEqual(hand);
  });

  test('[CA-13] [CA-14] [AU-7] what keeps a case from being closed by hand keeps a rule from it too', async () => {
    const type = await aCaseType();
    await aRule({
      for: 'case',
      trigger: { event: 'note-added' },
      condition: is('case.type', type),
      actions: [{ do: 'close' }, { do: 'close', reason: 'solved' }],
    });
    const { record } = await open(type);
    const blocker = await aCase({ type });
    await act(here().as.manager, `/v1/cases/${record.id}/links`, { kind: 'blocked-by', caseId: blocker.id });
    await act(here().as.manager, `/v1/cases/${record.id}/notes`, { text: 'Enough.' });
    await here().local.idle();
    const run = (await runsOn(record.id)).find(({ matched }) => matched);
    expect(run?.actions).toEqual([
      { do: 'close', done: false, reason: 'required' },
      { do: 'close', done: false, reason: 'blocked-by-link' },
    ]);
    expect(await readCase(record.id)).toMatchObject({ status: { category: 'to-do' } });
  });

  test('[AU-4] rules do to cases and alerts what people do', async () => {
    const type = await aCaseType({
      stages: [{ key: 'stage-1', name: 'Stage 1' }],
      transitions: undefined,
    });
    const other = await aCaseType();
    await anAlertType({ outcomes: [{ key: 'of-another', name: 'Of another' }] });
    await aRule({
      for: 'case',
      trigger: { event: 'case-created' },
      condition: is('case.type', type),
      actions: [
        { do: 'add-tag', tag: 'seen' },
        { do: 'add-tag', tag: 'gone' },
        { do: 'remove-tag', tag: 'gone' },
        { do: 'update-stage', stage: 'stage-1' },
        { do: 'update-due', at: '2027-03-01T12:00:00.000Z' },
        { do: 'update-target', clock: 'completion', extend: { amount: 2, unit: 'hours', time: 'calendar' } },
        { do: 'update-target', clock: 'completion', pause: true },
        { do: 'update-target', clock: 'completion', resume: true },
        { do: 'update-target', clock: 'completion', set: { to: '2027-03-01T12:00:00.000Z' } },
        { do: 'add-subscriber', user: 'ben' },
        { do: 'add-subscriber', user: 'chloe' },
        { do: 'remove-subscriber', user: 'ben' },
        { do: 'set-private', private: true },
        { do: 'escalate', reason: 'no-answer' },
        { do: 'update-type', type: other, targets: 'keep' },
        { do: 'update-status', status: 'open' },
      ],
    });
    await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: { field: 'alert.tags', op: 'contains', value: 'mistake' },
      actions: [
        { do: 'update-due', in: { amount: 3, unit: 'hours', time: 'calendar' } },
        { do: 'resolve', outcome: 'of-another' },
        { do: 'dismiss', outcome: 'excused', note: 'A mistake.' },
      ],
    });
    await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: { field: 'alert.tags', op: 'contains', value: 'settled' },
      actions: [{ do: 'resolve', outcome: 'contacted' }],
    });
    const { id } = await aCase({ type });
    const alert = await anAlert({ tags: ['mistake'] });
    const settled = await anAlert({ tags: ['settled'] });
    await here().local.idle();
    expect(await readAlert(settled.id)).toMatchObject({ status: 'resolved', outcome: 'contacted' });
    const onCase = (await runsOn(id)).find(({ matched }) => matched);
    expect(onCase?.actions.filter(({ done }) => !done)).toEqual([]);
    expect(await readCase(id)).toMatchObject({
      type: other,
      tags: ['seen'],
      subscribers: ['chloe'],
      private: true,
      escalated: 1,
      dueAt: '2027-03-01T12:00:00.000Z',
      status: { key: 'open' },
    });
    const onAlert = (await runsOn(alert.id)).find(({ matched }) => matched);
    expect(onAlert?.actions.map(({ done, reason }) => reason ?? done)).toEqual([true, 'unknown-outcome', true]);
    const dismissed = await readAlert(alert.id);
    expect(dismissed).toMatchObject({ status: 'dismissed', outcome: 'excused' });
    const run = Date.parse(onAlert?.at ?? '');
    expect(Date.parse(dismissed.dueAt ?? '') - run).toBe(3 * 60 * 60 * 1000);
  });

  test('[AU-1] a rule says of cases only what some type of cases knows', async () => {
    const actions = [
      { do: 'update-status', status: 'nonsense' },
      { do: 'close', reason: 'nonsense' },
      { do: 'escalate', reason: 'nonsense' },
      { do: 'update-stage', stage: 'nonsense' },
      { do: 'update-type', type: 'nonsense', targets: 'keep' },
      { do: 'update-status', status: 'resolved' },
      { do: 'update-target', clock: 'stage:nonsense', clear: true },
      { do: 'add-subscriber', role: 'constructor' },
      { do: 'update-assignee', assign: { behaviour: 'balanced', pool: [{ group: 'tutors' }, { role: 'nonsense' }] } },
    ];
    const send = (of: string, wanted: object[]) =>
      act(here().as.admin, '/v1/rules', { title: 'R', for: of, trigger: { event: `${of}-created` }, actions: wanted });
    expectRefused(await send('case', actions), 400, 'invalid-request', [
      '/actions/0/status',
      '/actions/1/reason',
      '/actions/2/reason',
      '/actions/3/stage',
      '/actions/4/type',
      '/actions/5/status',
      '/actions/6/clock',
      '/actions/7/role',
      '/actions/8/assign/pool/1/role',
    ]);
    const type = await anAlertType({ outcomes: [{ key: 'only-resolved', name: 'Only', for: ['resolved'] }] });
    const settling = [
      { do: 'resolve', outcome: 'only-resolved' },
      { do: 'dismiss', outcome: 'only-resolved' },
      { do: 'resolve', outcome: 'nonsense' },
      { do: 'create-alert', alert: { type, reviewer: { role: 'nonsense' } } },
    ];
    expectRefused(await send('alert', settling), 400, 'invalid-request', [
      '/actions/1/outcome',
      '/actions/2/outcome',
      '/actions/3/alert/reviewer/role',
    ]);
    const properties = [
      ['timeZone', 'Mars/Base'],
      ['kind', 'robot'],
      ['name', null],
      ['phone', 3],
      ['network.adviser', 'x'.repeat(500)],
      ['attributes.constructor', 1],
    ].map(([property, value]) => ({ do: 'set-property', property, value }));
    const values = [0, 1, 2, 3, 4].map((place) => `/actions/${place}/value`);
    expectRefused(await send('contact', properties), 400, 'invalid-request', values);
  });
});

describe('[CA-16] two that become one', () => {
  test('[CA-16] [CA-19] both histories tell it, links follow, and it can be taken back', async () => {
    const { manager } = here().as;
    const { id: contactId } = await aContact();
    const [loser, winner, third] = [await aCase({ contactId }), await aCase({ contactId }), await aCase()];
    await act(manager, `/v1/cases/${loser.id}/links`, { kind: 'blocks', caseId: third.id });
    const merged = await act(manager, `/v1/cases/${loser.id}/merge`, { into: winner.id });
    expect(merged.body).toMatchObject({ status: { category: 'cancelled' }, mergedInto: winner.id });
    expect((await readCase(winner.id)).links).toEqual([{ kind: 'blocks', caseId: third.id }]);
    expect((await readCase(third.id)).links).toEqual([{ kind: 'blocked-by', caseId: winner.id }]);
    expectRefused(await act(manager, `/v1/cases/${loser.id}/merge`, { into: winner.id }), 409, 'merged');
    expect((await historyOf('cases', loser.id)).at(-1)).toMatchObject({
      type: 'Case Merged',
      after: { mergedInto: winner.id },
    });
    expect((await historyOf('cases', winner.id)).at(-1)).toMatchObject({
      type: 'Case Merged',
      after: { mergedFrom: [loser.id] },
    });
    expect((await act(manager, `/v1/cases/${loser.id}/unmerge`)).status).toBe(200);
    const back = await readCase(loser.id);
    expect(back.links).toEqual([{ kind: 'blocks', caseId: third.id }]);
    for (const gone of ['mergedInto', 'closedAt', 'closure']) expect(back).not.toHaveProperty(gone);
    expect((await readCase(winner.id)).links).toEqual([]);
    expect((await readCase(third.id)).links).toEqual([{ kind: 'blocked-by', caseId: loser.id }]);
  });

  test('[CA-16] what is too much for one case is refused before anything moves', async () => {
    const { id: contactId } = await aContact();
    const tags = (prefix: string) => Array.from({ length: 30 }, (_, index) => `${prefix}${index}`);
    const loser = await aCase({ contactId, tags: tags('a') });
    const winner = await aCase({ contactId, tags: tags('b') });
    expectRefused(
      await act(here().as.manager, `/v1/cases/${loser.id}/merge`, { into: winner.id }),
      409,
      'merge-too-large',
    );
    expect(await readCase(loser.id)).toMatchObject({ version: 1, status: { category: 'to-do' } });
    expect((await readCase(winner.id)).version).toBe(1);
  });
});

describe('[CA-18] deleting for good', () => {
  test('[CA-18] takes the case with everything below it; one event without a word of it stays', async () => {
    const { admin, manager } = here().as;
    const { id: contactId } = await aContact();
    const alert = await anAlert({ contactId });
    const { id, reference } = await aCase({ contactId, subject: 'Nobody may read this', alertIds: [alert.id] });
    const other = await aCase();
    await act(manager, `/v1/cases/${id}/links`, { kind: 'related', caseId: other.id });
    for (const text of ['one', 'two', 'three']) await act(manager, `/v1/cases/${id}/notes`, { text });
    const remove = async (by = admin, query = '?permanent=true') => {
      const { headers } = await admin.send('GET', `/v1/cases/${id}`);
      return by.send('DELETE', `/v1/cases/${id}${query}`, { headers: { 'if-match': headers.get('etag') ?? '*' } });
    };
    expectRefused(await remove(), 409, 'not-trashed');
    expect((await remove(manager, '')).status).toBe(204);
    expectRefused(await remove(manager), 403);
    const dry = await remove(admin, '?permanent=true&dryRun=true');
    expect(dry).toMatchObject({ status: 200, body: { events: [{ type: 'Case Deleted', before: {}, after: {} }] } });
    expect((await remove()).status).toBe(204);
    for (const address of [id, reference]) {
      expectRefused(await admin.send('GET', `/v1/cases/${address}`), 404);
      expectRefused(await admin.send('GET', `/v1/cases/${address}/history`), 404);
      expectRefused(await act(admin, `/v1/cases/${address}/restore`), 404);
    }
    await here().local.idle();
    expect(await readAlert(alert.id)).toMatchObject({ status: 'triage' });
    expect(await readAlert(alert.id)).not.toHaveProperty('caseId');
    expect((await readCase(other.id)).links).toEqual([]);
    expect((await admin.get<{ items: unknown[] }>(`/v1/contacts/${contactId}/cases`)).items).toEqual([]);
    expect(await runsOn(id).catch(() => [])).toEqual([]);
    const told = (await busEventsOf(id)).at(-1);
    expect(told).toMatchObject({
      'detail-type': 'Case Deleted',
      detail: { actor: { kind: 'user' }, subject: { id, reference } },
    });
    expect(JSON.stringify(told)).not.toMatch(/Nobody may read this/);
    for (const member of ['record', 'contactId']) expect(told?.detail).not.toHaveProperty(member);
  });

  test('[CA-16] [CA-18] what was merged into it is a cancelled case again, which may be reopened', async () => {
    const { admin, manager } = here().as;
    const [winner, loser] = [await aCase(), await aCase()];
    await act(manager, `/v1/cases/${loser.id}/merge`, { into: winner.id });
    const remove = (query = '') =>
      admin.send('DELETE', `/v1/cases/${winner.id}${query}`, { headers: { 'if-match': '*' } });
    expect((await remove()).status).toBe(204);
    const unmerged = await act<{ detail: string }>(manager, `/v1/cases/${loser.id}/unmerge`);
    expectRefused(unmerged, 403, 'not-allowed');
    expect(unmerged.body.detail).toMatch(/in the trash/);
    expect((await remove('?permanent=true')).status).toBe(204);
    await here().local.idle();
    expect((await readCase(loser.id)).status.category).toBe('cancelled');
    expect(await readCase(loser.id)).not.toHaveProperty('mergedInto');
    expect((await act(manager, `/v1/cases/${loser.id}/reopen`, { note: 'Too early' })).status).toBe(200);
  });
});
