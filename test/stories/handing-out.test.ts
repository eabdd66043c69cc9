import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  everyPage,
  expectRefused,
  here,
  historyOf,
  likeness,
} from './world.ts';

/**
 * A case as a zip, by file; the gateway of the local stack answers bytes, which a client that reads
 * text would spoil.
 */
const zipOf = async (id: string, sub: string, ...groups: string[]): Promise<Record<string, string>> => {
  const token = await here().local.token({ sub, groups });
  const answer = await here().fetch(`${here().url}/v1/cases/${id}/export`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9A-Z-]{11}\.zip"$/);
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
};
const rowsIn = (text = ''): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

describe('[BU-2] a case as a zip', () => {
  const exportable = async () => {
    const { groups } = await likeness('/v1/case-types/academic-concern', {});
    return aCaseType({ groups: { ...(groups as object), export: ['tutors'] } });
  };

  test('[BU-2] [CA-8] has the case, its contact, history, notes and alerts, for the export group and admins', async () => {
    const { as } = here();
    const type = await exportable();
    const contact = await aContact();
    const alert = await anAlert({ contactId: contact.id });
    const { id } = await aCase({ type, contactId: contact.id, alertIds: [alert.id], description: 'Ünïcödé 🦉' });
    await act(as.manager, `/v1/cases/${id}/tasks`, { title: 'Call the student' });
    for (const text of ['One.', 'Two.']) await act(as.manager, `/v1/cases/${id}/notes`, { text });
    const files = await zipOf(id, 'ada', 'admins');
    const still = ({ clocks, ...rest }: CaseAnswer) => ({
      ...rest,
      clocks: clocks.map(({ remaining: _r, ...one }) => one),
    });
    expect(Object.keys(files)).toEqual([
      'case.json',
      'contact.json',
      ...['history', 'notes', 'files', 'tasks', 'alerts'].map((name) => `${name}.jsonl`),
    ]);
    expect(still(JSON.parse(files['case.json'] ?? ''))).toEqual(
      still(await as.admin.get<CaseAnswer>(`/v1/cases/${id}`)),
    );
    expect(JSON.parse(files['contact.json'] ?? '')).toEqual(await as.admin.get(`/v1/contacts/${contact.id}`));
    expect(rowsIn(files['history.jsonl'])).toEqual(await historyOf('cases', id));
    expect(rowsIn(files['notes.jsonl'])).toEqual(await everyPage(as.admin, `/v1/cases/${id}/notes`));
    expect(rowsIn(files['tasks.jsonl'])).toEqual(await everyPage(as.admin, `/v1/cases/${id}/tasks`));
    expect(rowsIn(files['alerts.jsonl'])).toEqual([await as.admin.get(`/v1/alerts/${alert.id}`)]);
    expectRefused(await as.manager.send('GET', `/v1/cases/${id}/export`), 403);
    expectRefused(await as['other staff'].send('GET', `/v1/cases/${id}/export`), 404);
  });

  test('[BU-2] [CA-12] holds nothing that whoever takes it may not see', async () => {
    const { manager } = here().as;
    const type = await exportable();
    const contact = await aContact();
    const alert = await anAlert({
      contactId: contact.id,
      private: true,
      reviewer: { user: 'amara' },
      description: 'For nobody else',
    });
    const { id } = await aCase({ type, contactId: contact.id, alertIds: [alert.id] });
    const hidden = await aCase({ type, private: true });
    await act(manager, `/v1/cases/${id}/links`, { kind: 'related', caseId: hidden.id });
    expect(JSON.stringify(await zipOf(id, 'ada', 'admins'))).toContain(hidden.id);
    const theirs = JSON.stringify(await zipOf(id, 'dev', 'tutors'));
    expect(theirs).not.toContain(hidden.id);
    expect(theirs).not.toContain('For nobody else');
    const token = await here().local.as({ sub: 'dev', groups: ['tutors'] });
    expectRefused(await token.send('GET', `/v1/cases/${hidden.id}/export`), 404);
  });
});
