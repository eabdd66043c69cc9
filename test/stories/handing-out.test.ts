import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { fileOfJob, job } from './jobs.ts';
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
  return unzipped(answer);
};
/** Brings a text file to a case, as a browser does. */
const bringFile = async (id: string, name: string, content: string): Promise<string> => {
  const { local, as, fetch } = here();
  const file = { name, size: Buffer.byteLength(content), contentType: 'text/plain' };
  const { id: fileId, upload } = await as.manager.post<{
    id: string;
    upload: { url: string; headers: Record<string, string> };
  }>(`/v1/cases/${id}/files`, file);
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: content });
  await local.idle();
  return fileId;
};
const unzipped = async (answer: Response): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(await answer.arrayBuffer()))).map(([name, bytes]) => [
      name,
      strFromU8(bytes),
    ]),
  );
/** Everything of a contact, as an administrator asks for it. */
const askAll = async (contactId: string): Promise<Response> => {
  const token = await here().local.token({ sub: 'ada', groups: ['admins'] });
  return here().fetch(`${here().url}/v1/contacts/${contactId}/export`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
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
      'index.html',
      'case.json',
      'contact.json',
      ...['history', 'notes', 'messages', 'files', 'tasks', 'activities', 'appointments', 'questions', 'alerts'].map(
        (name) => `${name}.jsonl`,
      ),
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

describe('[BU-2] with files', () => {
  test('[BU-2] a page to read shows what people wrote as they wrote it, and leads to the files beside it', async () => {
    const { manager } = here().as;
    const contact = await aContact({ name: 'Ann <script>' });
    const { id } = await aCase({ contactId: contact.id, subject: 'Less < more', description: '<b>not bold</b>' });
    await act(manager, `/v1/cases/${id}/notes`, { text: 'A & B' });
    const fileId = await bringFile(id, 'sick note.txt', 'She was ill.');
    const files = await zipOf(id, 'ada', 'admins');
    expect(files[`files/${fileId}-sick note.txt`]).toBe('She was ill.');
    const page = files['index.html'] ?? '';
    expect(page).toContain('Less &lt; more');
    expect(page).toContain('&lt;b&gt;not bold&lt;/b&gt;');
    expect(page).toContain('A &amp; B');
    expect(page).toContain('The case was raised');
    expect(page).toContain(`href="files/${fileId}-sick%20note.txt"`);
    expect(page).not.toMatch(/<script|<b>|src=|https?:/);
  });

  test('[BU-2] what no answer takes is made by a job, with the same in it', async () => {
    const { admin } = here().as;
    const { id, reference } = await aCase();
    const content = 'x'.repeat(4_200_000);
    const fileId = await bringFile(id, 'long.txt', content);
    const asked = await admin.send<{ jobId: string }>('GET', `/v1/cases/${id}/export`);
    expect(asked.status).toBe(202);
    await here().local.idle();
    expect(await job(admin, asked.body.jobId)).toMatchObject({
      kind: 'case-export',
      status: 'finished',
      done: 1,
      total: 1,
    });
    const file = await fileOfJob(admin, asked.body.jobId);
    expect([file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
      'application/zip',
      `attachment; filename=${reference}.zip`,
    ]);
    const files = await unzipped(file);
    expect(files[`files/${fileId}-long.txt`]).toBe(content);
    expect(JSON.parse(files['case.json'] ?? '')).toMatchObject({ id });
    expect(rowsIn(files['history.jsonl'])).toEqual(await historyOf('cases', id));
    expect(Object.keys(files)).toContain('questions.jsonl');
  });

  test('[RE-2] [BU-2] everything of one person: their cases, also as a client, their alerts, and what was observed', async () => {
    const { admin, manager } = here().as;
    const contact = await aContact();
    const theirs = await aCase({ contactId: contact.id });
    const other = await aCase({ contactId: 'S101' });
    await manager.send('PUT', `/v1/cases/${other.id}/clients/${contact.id}`);
    const hidden = await aCase({ contactId: contact.id });
    await manager.send('PUT', `/v1/cases/${hidden.id}/locks/ada`);
    const alert = await anAlert({ contactId: contact.id });
    await act(manager, `/v1/alerts/${alert.id}/notes`, { text: 'Seen.' });
    const fileId = await bringFile(theirs.id, 'a.txt', 'A');
    const files = await unzipped(await askAll(contact.id));
    expect(JSON.parse(files['contact.json'] ?? '')).toEqual(await admin.get(`/v1/contacts/${contact.id}`));
    expect(files[`cases/${theirs.reference}/files/${fileId}-a.txt`]).toBe('A');
    expect(files[`cases/${other.reference}/index.html`]).toContain(other.reference);
    expect(JSON.parse(files[`alerts/${alert.id}/alert.json`] ?? '')).toMatchObject({ id: alert.id });
    expect(rowsIn(files[`alerts/${alert.id}/notes.jsonl`])).toMatchObject([{ text: 'Seen.' }]);
    expect(JSON.stringify(files)).not.toContain(hidden.id);
    expectRefused(await manager.send('POST', `/v1/contacts/${contact.id}/export`), 403);
    expectRefused(await admin.send('POST', '/v1/contacts/nobody/export'), 404);
    const long = await bringFile(other.id, 'long.txt', 'y'.repeat(4_200_000));
    const more = await Promise.all(Array.from({ length: 12 }, () => aCase({ contactId: contact.id })));
    const asked = await askAll(contact.id);
    expect(asked.status).toBe(202);
    await here().local.idle();
    const { jobId } = (await asked.json()) as { jobId: string };
    // The contact, its alert, its cases, and one in which it is a client.
    expect(await job(admin, jobId)).toMatchObject({ kind: 'contact-export', status: 'finished', done: 17, total: 17 });
    const whole = await unzipped(await fileOfJob(admin, jobId));
    const added = `cases/${other.reference}/files/${long}-long.txt`;
    const isLater = (name: string) => more.some(({ reference }) => name.startsWith(`cases/${reference}/`));
    expect(Object.keys(whole).filter((name) => !isLater(name))).toEqual(
      expect.arrayContaining([...Object.keys(files), added]),
    );
    for (const { id, reference } of more)
      expect(JSON.parse(whole[`cases/${reference}/case.json`] ?? '')).toMatchObject({ id });
    expect(whole[`alerts/${alert.id}/history.jsonl`]).toBe(files[`alerts/${alert.id}/history.jsonl`]);
  });
});
