import { afterEach, describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { importing, jobDone, lines } from './importing.ts';
import { aCaseType, aContact, everyPage, here, historyOf, unique } from './world.ts';

// Whatever dies, comes twice or runs at once: nothing is there twice, and nothing is missing.

const notes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    text: `note ${index}`,
    at: new Date(Date.UTC(2024, 0, 2) + index * 60_000).toISOString(),
    author: 'ben',
  }));

const aFile = async (count: number) => {
  const type = await aCaseType();
  const contact = await aContact();
  const prefix = unique('storm-');
  const rows = Array.from({ length: count }, (_, index) => ({
    externalId: `${prefix}-${index}`,
    type,
    subject: `Row ${index}`,
    contactId: contact.id,
    createdAt: '2024-01-01',
    updatedAt: '2024-03-01',
    // Of some there is more than one transaction takes.
    notes: notes(index % 10 === 3 ? 80 : 1),
    ...(index % 2 === 0 && { status: 'resolved', closedAt: '2024-02-01' }),
  }));
  const ofType = () => everyPage<CaseAnswer>(here().as.admin, `/v1/cases?type=${type}`);
  return { rows, ofType };
};

/** Each row is one case, with all that its row says, and each thing happened once. */
const expectOnce = async ({ rows, ofType }: Awaited<ReturnType<typeof aFile>>): Promise<void> => {
  const found = await ofType();
  expect(found.map(({ externalId }) => externalId).sort()).toEqual(rows.map(({ externalId }) => externalId).sort());
  for (const row of rows.filter((_, index) => index < 5)) {
    const record = found.find(({ externalId }) => externalId === row.externalId);
    // The nightly check may have found it meanwhile.
    const types = (await historyOf('cases', record?.id ?? '')).flatMap(({ type, cause }) =>
      cause.imported ? [type] : [],
    );
    const ended = row.closedAt === undefined ? 0 : 1;
    expect(record).toMatchObject({ noteCount: row.notes.length, status: { key: ended ? 'resolved' : 'new' } });
    expect(types.filter((type) => type === 'Case Created')).toHaveLength(1);
    expect(types.filter((type) => type === 'Note Added')).toHaveLength(row.notes.length);
    expect(types.filter((type) => type === 'Case Closed')).toHaveLength(ended);
    expect(types).toHaveLength(1 + row.notes.length + ended);
  }
};

const upload = async (content: Buffer): Promise<string> => {
  const body = { kind: 'cases', format: 'json-lines', name: 'storm.ndjson', size: content.length };
  const { jobId, upload: to } = await here().as.admin.post<{
    jobId: string;
    upload: { url: string; headers: Record<string, string> };
  }>('/v1/imports', body);
  await here().fetch(to.url, { method: 'PUT', headers: to.headers, body: content as never });
  return jobId;
};

describe('[BU-4] an import in a storm', () => {
  afterEach(() => here().local.faults({}));

  test('[BU-4] whose processes die in the middle makes each row once', async () => {
    const file = await aFile(12);
    const failing = ['wake', 'sweep', 'clocks', 'files', 'publish'].map((name) => ({ function: name, rate: 0.6 }));
    await here().local.faults({ fail: failing, duplicate: 1, reorder: true, delayMs: 300, seed: 5 });
    const jobId = await upload(Buffer.from(lines(...file.rows)));
    await here().local.advance('PT20M');
    await here().local.faults({});
    await here().local.advance('PT20M');
    const { job, report } = await jobDone(jobId);
    expect(job).toMatchObject({ status: 'finished', total: 12, done: 12, failed: 0 });
    expect(report.slice(1).map(([row, status]) => [row, status])).toEqual(
      file.rows.map((_, index) => [`${index + 1}`, '201']),
    );
    await expectOnce(file);
    const again = await importing('/v1/cases/import', lines(...file.rows));
    expect(again.map(({ change }) => change)).toEqual(file.rows.map(() => 'unchanged'));
  });

  test('[BU-4] that is sent twice at once makes each row once', async () => {
    const file = await aFile(8);
    const both = await Promise.all([1, 2].map(() => importing('/v1/cases/import', lines(...file.rows))));
    const ids = both.map((results) => results.map(({ id }) => id));
    expect(ids[0]).toEqual(ids[1]);
    expect(both.flat().every(({ status }) => status === 200 || status === 201)).toBe(true);
    await expectOnce(file);
  });

  test('[BU-4] makes one contact of two rows about somebody who is not known', async () => {
    const type = await aCaseType();
    const email = `${unique('new')}@students.example.edu`;
    const tickets = [1, 2, 3, 4].map((id) => ({
      id: `${email} ${id}`,
      subject: `Ticket ${id}`,
      created_at: '2024-01-01T00:00:00Z',
      requester: { name: 'New Here', email },
    }));
    const path = `/v1/cases/import?format=zendesk&type=${type}`;
    const both = await Promise.all(
      [tickets.slice(0, 2), tickets.slice(2)].map((part) => importing(path, lines(...part))),
    );
    const records = await Promise.all(both.flat().map(({ id }) => here().as.admin.get<CaseAnswer>(`/v1/cases/${id}`)));
    expect(new Set(records.map(({ contactId }) => contactId)).size).toBe(1);
    expect(await historyOfContact(records[0]?.contactId ?? '')).toBe(1);
  });
});

const historyOfContact = async (id: string): Promise<number> =>
  (await here().as.admin.get<{ version: number }>(`/v1/contacts/${id}`)).version;
