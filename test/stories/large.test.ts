import { afterEach, describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aRule, is, note, notesOn, removeRules } from './rule-making.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  anAlertType,
  everyPage,
  expectRefused,
  here,
  historyOf,
  runsOn,
  signIn,
} from './world.ts';

// Texts of 20,000 characters in ten fields and the description: with what is around them some 220
// KB, of the 256 that a body may have.
const essay = 'x'.repeat(20_000);
const fieldNames = Array.from({ length: 10 }, (_, index) => `essay${index}`);
const fields = Object.fromEntries(fieldNames.map((key) => [key, essay]));
const essays = fieldNames.map((key) => ({ key, name: key, type: 'long-text' }));

/** So many alerts of 220 KB about one contact. */
const largeAlerts = async (count: number): Promise<{ contactId: string; alerts: AlertAnswer[] }> => {
  const type = await anAlertType({ fields: essays, repeatWindow: undefined });
  const { id: contactId } = await aContact();
  const alerts: AlertAnswer[] = [];
  for (let made = 0; made < count; made++)
    alerts.push(await anAlert({ type, contactId, course: undefined, description: essay, fields }));
  return { contactId, alerts };
};

/**
 * The first page answers, though the whole would be more than Lambda hands over, and its cursor
 * leads to the rest, each once.
 */
const expectPages = async (path: string, ids: string[]): Promise<void> => {
  const first = await here().as.admin.get<{ items: { id: string }[]; nextCursor?: string }>(`${path}&limit=200`);
  expect(first.nextCursor).toBeDefined();
  expect(first.items.length).toBeLessThan(ids.length);
  const all = await everyPage<{ id: string }>(here().as.admin, path, 200);
  expect(all.map(({ id }) => id).sort()).toEqual([...ids].sort());
};

describe('[CA-13] [IN-1] records as large as they may be', () => {
  afterEach(removeRules);

  test('[FN-1] are listed in pages that end early, with a cursor', async () => {
    const type = await aCaseType({ fields: essays });
    const cases: CaseAnswer[] = [];
    for (let made = 0; made < 27; made++) cases.push(await aCase({ type, description: essay, fields }));
    await expectPages(
      `/v1/cases?type=${type}`,
      cases.map(({ id }) => id),
    );
    await expectPages(
      `/v1/cases?type=${type}&sort=priority`,
      cases.map(({ id }) => id),
    );
  });

  test('[CA-13] [AL-5] what is more than one transaction takes is refused by name, and nothing of it is written', async () => {
    const { manager } = here().as;
    const { contactId, alerts } = await largeAlerts(12);
    const alertIds = alerts.map(({ id }) => id);
    const type = await aCaseType({ onClose: { closeAlerts: 'resolved' } });
    const raise = { type, subject: 'Everything at once', contactId, alertIds };
    expectRefused(await act(manager, '/v1/cases', raise), 409, 'change-too-large');
    expect(await everyPage(here().as.admin, `/v1/cases?contactId=${contactId}`)).toEqual([]);
    const record = await aCase({ ...raise, alertIds: alertIds.slice(0, 3) });
    for (const id of alertIds.slice(3))
      expect(await act(manager, `/v1/alerts/${id}/escalate`, { caseId: record.id })).toMatchObject({ status: 200 });
    const path = `/v1/cases/${record.id}`;
    expectRefused(await act(manager, `${path}/close?dryRun=true`, { reason: 'solved' }), 409, 'change-too-large');
    expectRefused(await act(manager, `${path}/close`, { reason: 'solved' }), 409, 'change-too-large');
    const student = await signIn(contactId, 'students');
    expectRefused(await act(student, `/v1/me/cases/${record.id}/withdraw`), 409, 'cannot-withdraw');
    expect(await here().as.admin.get(path)).not.toHaveProperty('closedAt');
    const statuses = (await everyPage<AlertAnswer>(here().as.admin, `/v1/alerts?contactId=${contactId}`)).map(
      ({ status }) => status,
    );
    expect(new Set(statuses)).toEqual(new Set(['escalated']));
    expect((await historyOf('cases', record.id)).map(({ type: event }) => event)).not.toContain('Case Closed');

    const rule = (order: number, actions: object[], more: object = {}) =>
      aRule({
        for: 'case',
        trigger: { event: 'note-added' },
        order,
        condition: is('case.type', type),
        actions,
        ...more,
      });
    const closing = await rule(1, [{ do: 'close', reason: 'solved' }, note('closed')], { stopOnMatch: true });
    const after = await rule(2, [note('after it')]);
    await act(manager, `${path}/notes`, { text: 'Enough', public: false });
    expect(await notesOn('cases', record.id)).toEqual(['Enough', 'after it']);
    const runs = await runsOn(record.id);
    expect(runs.filter(({ ruleId }) => ruleId === closing.id).at(-1)).toMatchObject({
      matched: true,
      failure: { code: 'change-too-large', reason: expect.stringContaining('KB') },
      actions: [
        { do: 'close', done: false, reason: 'change-too-large' },
        { do: 'add-note', done: false },
      ],
    });
    expect(runs.filter(({ ruleId }) => ruleId === after.id).some(({ actions }) => actions[0]?.done)).toBe(true);
  });
});
