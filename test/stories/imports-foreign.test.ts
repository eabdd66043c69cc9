import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { type Imported, importing, jobDone, sendFile } from './importing.ts';
import { aCaseType, here, put } from './world.ts';

// From each system that people come from a file as it exports it, of people who are invented.

const file = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '..', 'unit', 'imports', 'exports', name));

const fields = [
  { key: 'course', name: 'Course', type: 'text' },
  { key: 'affectedAccounts', name: 'Affected accounts', type: 'integer' },
  {
    key: 'medium',
    name: 'Medium',
    type: 'choice',
    options: [
      { key: 'phone', name: 'Phone' },
      { key: 'in-person', name: 'In Person' },
    ],
  },
];
const closureReasons = [{ key: 'done', name: 'Done' }];

interface ReadNote {
  text: string;
  public: boolean;
  createdAt: string;
  createdBy: { kind: string; id: string };
  system?: true;
}

const caseOf = ({ id }: Partial<Imported> = {}) => here().as.admin.get<CaseAnswer>(`/v1/cases/${id}`);
const notesOf = async ({ id }: Partial<Imported> = {}) =>
  (await here().as.admin.get<{ items: ReadNote[] }>(`/v1/cases/${id}/notes?limit=200`)).items
    .filter(({ system }) => !system)
    .map(({ text, public: isPublic, createdAt, createdBy }) => [
      text,
      isPublic,
      createdAt,
      createdBy.kind,
      createdBy.id,
    ])
    .sort((one, other) => (String(one[2]) < String(other[2]) ? -1 : 1));
const contactOf = ({ contactId }: CaseAnswer) =>
  here().as.admin.get<{ id: string; name: string; email?: string }>(`/v1/contacts/${contactId}`);

/** Imports a file into a type of its own, twice, the second time to no effect. */
const bringIn = async (format: string, name: string, contentType: string): Promise<Imported[]> => {
  const type = await aCaseType({ fields, closureReasons, priorities: ['critical', 'high', 'medium', 'low'] });
  const mails = (await here().local.mails()).length;
  const path = `/v1/cases/import?format=${format}&type=${type}`;
  const results = await importing(path, file(name), { type: contentType });
  await here().local.idle();
  const events = await here().eventsSoFar();
  const again = await importing(path, file(name), { type: contentType });
  expect(again.map(({ change }) => change)).toEqual(results.map(() => 'unchanged'));
  expect(await here().eventsSoFar()).toBe(events);
  expect(await here().local.mails()).toHaveLength(mails);
  return results;
};
const known = async (id: string, name: string, email: string): Promise<void> =>
  void (await put(`/v1/contacts/${id}`, { name, email }));

describe('[BU-4] cases come from what people come from', () => {
  test('[BU-4] CiviCRM: a table of cases, with clients by mail or by their ids there', async () => {
    await known('S-marisol', 'Marisol Ibáñez', 'Marisol.Ibanez@students.example.edu');
    const results = await bringIn('civicrm', 'civicrm-cases.csv', 'text/csv');
    expect(results.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const [open, resolved, cancelled, waiting] = await Promise.all(results.map(caseOf));
    expect(open).toMatchObject({
      externalId: 'civicrm:118',
      subject: 'Housing support after the fire',
      status: { key: 'open' },
      contactId: 'S-marisol',
      assignee: { user: 'ben' },
      createdAt: '2025-09-03T00:00:00.000Z',
      createdBy: { kind: 'requester', id: 'S-marisol' },
      tags: ['urgent housing', 'referral'],
      fields: { course: 'MATH-101', medium: 'phone' },
    });
    expect(resolved).toMatchObject({ status: { key: 'resolved' }, closedAt: '2025-02-01T00:00:00.000Z' });
    expect(await contactOf(resolved as CaseAnswer)).toMatchObject({ name: 'Tomos Prŷs' });
    expect(cancelled).toMatchObject({
      subject: 'Complaint, "noise" in the library',
      status: { category: 'cancelled' },
    });
    expect(await contactOf(cancelled as CaseAnswer)).toMatchObject({ email: 'ngozi.bell@students.example.edu' });
    expect(waiting).toMatchObject({ status: { key: 'waiting' } });
    expect(results.map(({ unmapped }) => unmapped)).toEqual([
      ['Case Type', 'Role in Case'],
      ['assignee', 'Case Type'],
      ['Case Type'],
      ['Case Type', 'Medium'],
    ]);
  });

  test('[BU-4] CiviCRM: each further row of a case adds its client, once', async () => {
    const type = await aCaseType({ fields });
    const row = (id: number) =>
      `"9","${id}","Client ${id}","client${id}@x.example","Neighbours","Ongoing","2025-09-03"`;
    const head = '"Case ID","Contact ID","Display Name","Email","Case Subject","Case Status","Case Start Date"';
    const table = [head, row(1), row(2), row(3)].join('\n');
    const send = () => importing(`/v1/cases/import?format=civicrm&type=${type}`, table, { type: 'text/csv' });
    const results = await send();
    expect(results.map(({ change }) => change)).toEqual(['created', 'updated', 'updated']);
    const record = await caseOf(results[0]);
    expect(await contactOf(record)).toMatchObject({ name: 'Client 1' });
    const names = record.clients.map(
      async (id) => (await here().as.admin.get<{ name: string }>(`/v1/contacts/${id}`)).name,
    );
    expect(await Promise.all(names)).toEqual(['Client 1', 'Client 2', 'Client 3']);
    expect((await send()).map(({ change }) => change)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(await caseOf(results[0])).toMatchObject({ version: record.version });
    // Who was taken off the case stays off it, and who was erased is not made anew.
    const [, second, third] = record.clients;
    await here().as.admin.send('DELETE', `/v1/cases/${record.id}/clients/${second}`);
    await here().as.admin.send('POST', `/v1/contacts/${third}/erase`, { body: {} });
    await here().local.idle();
    expect((await send()).map(({ change, error }) => change ?? error?.code)).toEqual([
      'unchanged',
      'unchanged',
      'deleted-here',
    ]);
    expect((await here().as.admin.send('GET', `/v1/contacts/${third}`)).status).toBe(404);
    expect((await caseOf(results[0])).clients).toEqual([record.clients[0]]);
  });

  test('[BU-4] TheHive: its cases as JSON, with comments; severity is priority', async () => {
    const results = await bringIn('thehive', 'thehive-cases.json', 'application/json');
    const [closed, open, duplicate] = await Promise.all(results.map(caseOf));
    expect(closed).toMatchObject({
      externalId: 'thehive:~4169728',
      subject: 'Phishing mail to first-years',
      status: { category: 'resolved' },
      priority: 'high',
      assignee: { user: 'ben' },
      createdAt: '2025-01-01T09:00:00.000Z',
      createdBy: { kind: 'user', id: 'ben' },
      closedAt: '2025-01-08T10:00:00.000Z',
      closure: { details: 'Accounts reset, sender blocked.' },
      tags: ['phishing', 'source:helpdesk'],
      fields: { course: 'CS-100', affectedAccounts: 17 },
    });
    expect(await notesOf(results[0])).toEqual([
      ['Header shows a compromised relay.', false, '2025-01-01T11:00:00.000Z', 'user', 'analyst@soc.example'],
      ['Passwords reset.', false, '2025-01-01T12:00:00.000Z', 'user', 'ben'],
    ]);
    expect(open).toMatchObject({ status: { key: 'open' }, priority: 'critical' });
    expect(duplicate).toMatchObject({ status: { category: 'cancelled' }, priority: 'low' });
    expect(results[1]?.unmapped).toEqual(['assignee', 'number', 'flag', 'tlp', 'pap']);
  });

  test('[BU-4] Zendesk: a ticket a line, and what its incremental export answers', async () => {
    const results = await bringIn('zendesk', 'zendesk-tickets.ndjson', 'application/x-ndjson');
    const [solved, pending] = await Promise.all(results.map(caseOf));
    expect(solved).toMatchObject({
      externalId: 'zendesk:35436',
      subject: 'Cannot open my timetable',
      description: 'Good morning,\nmy timetable is empty.',
      status: { category: 'resolved' },
      priority: 'critical',
      assignee: { user: 'ben' },
      createdAt: '2025-03-04T09:12:00.000Z',
      updatedAt: '2025-03-09T08:00:00.000Z',
      closedAt: '2025-03-08T16:00:00.000Z',
      tags: ['timetable', 'first_year'],
    });
    const linh = await contactOf(solved as CaseAnswer);
    expect(linh).toMatchObject({ name: 'Linh Nguyễn', email: 'linh.nguyen@students.example.edu' });
    expect(solved?.createdBy).toEqual({ kind: 'requester', id: linh.id });
    expect(await notesOf(results[0])).toEqual([
      ['Is it empty on the phone too?', true, '2025-03-04T10:00:00.000Z', 'user', 'ben'],
      ['Registry forgot her enrolment.', false, '2025-03-05T08:30:00.000Z', 'user', 'ben'],
    ]);
    expect(pending).toMatchObject({ status: { key: 'waiting' }, priority: 'medium' });
    expect(pending?.assignee).toBeUndefined();
    expect(results[1]?.unmapped).toEqual(['group', 'type', 'via']);
    const type = await aCaseType({ fields });
    const path = `/v1/cases/import?format=zendesk&type=${type}`;
    const incremental = await importing(path, file('zendesk-incremental.json'), { type: 'application/json' });
    // The same ticket: by now its fields have names.
    expect(incremental).toMatchObject([{ change: 'updated', id: results[0]?.id }]);
    expect(incremental[0]?.unmapped).toContain('Device');
  });

  test('[BU-4] Request Tracker: the spreadsheet of a search, in Windows-1252', async () => {
    const results = await bringIn('rt', 'rt-tickets.tsv', 'text/tab-separated-values');
    const [resolved, stalled, rejected] = await Promise.all(results.map(caseOf));
    expect(resolved).toMatchObject({
      externalId: 'rt:1204',
      subject: 'Beamer im Hörsaal flackert – dringend',
      status: { category: 'resolved' },
      priority: 'high',
      assignee: { user: 'ben' },
      createdAt: '2025-03-05T09:12:00.000Z',
      closedAt: '2025-03-08T16:00:00.000Z',
      fields: { course: 'PHYS-1' },
    });
    expect(await contactOf(resolved as CaseAnswer)).toMatchObject({
      name: 'Jürgen Groß',
      email: 'juergen.gross@students.example.edu',
    });
    expect(stalled).toMatchObject({ status: { key: 'waiting' }, priority: 'low', dueAt: '2025-12-01T12:00:00.000Z' });
    expect(rejected).toMatchObject({ status: { category: 'cancelled' }, priority: 'medium' });
    expect(rejected?.contactId).toBeUndefined();
    expect(results.map(({ unmapped }) => unmapped)).toEqual([
      ['Time Left', 'Room'],
      ['group', 'Requestors'],
      ['group'],
    ]);
  });

  test('[BU-4] Zammad: expanded tickets as JSON lines, with their articles', async () => {
    const results = await bringIn('zammad', 'zammad-tickets.ndjson', 'application/x-ndjson');
    const [closed, pending] = await Promise.all(results.map(caseOf));
    expect(closed).toMatchObject({
      externalId: 'zammad:17',
      subject: 'Certificate of enrolment',
      status: { category: 'resolved' },
      priority: 'high',
      assignee: { user: 'ben' },
      createdAt: '2025-05-01T08:00:00.000Z',
      closedAt: '2025-05-06T15:00:00.000Z',
      tags: ['certificate'],
      fields: { course: 'HIST-210' },
    });
    expect(closed?.description).toContain('please send me my certificate & transcript.');
    expect(await notesOf(results[0])).toEqual([
      ['It is on its way.', true, '2025-05-02T09:00:00.000Z', 'user', 'ben'],
      ['Printed twice by mistake.', false, '2025-05-02T09:05:00.000Z', 'user', 'ben'],
    ]);
    expect(pending).toMatchObject({ status: { key: 'waiting' }, dueAt: '2025-12-01T08:00:00.000Z' });
    expect(results[0]?.unmapped).toEqual(expect.arrayContaining(['number', 'faculty']));
    expect(results[1]?.unmapped).toEqual(expect.arrayContaining(['group', 'number']));
  });

  test('[BU-4] a document of many is a job as well', async () => {
    const type = await aCaseType({ fields });
    const tickets = Array.from({ length: 205 }, (_, index) => ({
      id: 90_000 + index,
      subject: `Ticket ${index}`,
      status: 'open',
      created_at: '2025-01-01T00:00:00Z',
      requester_id: 1,
    }));
    const users = [{ id: 1, name: 'Rae Cole', email: 'rae.cole@students.example.edu' }];
    const answer = await sendFile(`/v1/cases/import?format=zendesk&type=${type}`, JSON.stringify({ tickets, users }), {
      type: 'application/json',
    });
    expect(answer.status).toBe(202);
    const { job, report } = await jobDone(answer.body.jobId ?? '');
    expect(job).toMatchObject({ status: 'finished', done: 205, failed: 0 });
    expect(await contactOf(await caseOf({ id: report[1]?.[3] ?? '' }))).toMatchObject({ name: 'Rae Cole' });
  });
});
