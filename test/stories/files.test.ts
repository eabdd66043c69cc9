import { describe, expect, test } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { FileAnswer } from '#shared/casework/files/file.ts';
import { storedObject } from '#shared/casework/files/keys.ts';
import { aCase, aCaseType, act, busEventsOf, everyPage, expectRefused, here, historyOf } from './world.ts';

// Files go between the caller with a signed URL and the bucket; the API learns of them from what
// arrived.

interface Announced extends FileAnswer {
  upload: { method: 'PUT'; url: string; headers: Record<string, string>; expiresAt: string };
}
interface One extends FileAnswer {
  upload?: Announced['upload'];
  download?: { url: string };
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const photo = { name: 'Scan “Größe”.png', size: png.length, contentType: 'image/png' };

const announce = async (id: string, file: object, by: Client = here().as.manager): Promise<Announced> => {
  const answer = await act<Announced>(by, `/v1/cases/${id}/files`, file);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201, body: { state: 'pending' } });
  return answer.body;
};
const put = async ({ upload }: Announced, content: Uint8Array | string): Promise<number> =>
  (await here().fetch(upload.url, { method: upload.method, headers: upload.headers, body: Buffer.from(content) }))
    .status;
const bring = async (id: string, file: object, content: Uint8Array | string): Promise<One> => {
  const announced = await announce(id, file);
  expect(await put(announced, content)).toBe(200);
  return fileOf(id, announced.id);
};
const fileOf = async (id: string, fileId: string): Promise<One> => {
  await here().local.idle();
  return here().as.manager.get<One>(`/v1/cases/${id}/files/${fileId}`);
};
const caseOf = (id: string) => here().as.manager.get<CaseAnswer>(`/v1/cases/${id}`);
const typesOf = async (id: string) =>
  (await historyOf('cases', id)).map(({ type }) => type).filter((type) => type.startsWith('File'));

describe('[FI-1] files', () => {
  test('[FI-1] a file is announced, uploaded by its URL, looked at, and told of; then it is handed out under its name', async () => {
    const record = await aCase();
    const announced = await announce(record.id, photo);
    expect(announced).toMatchObject({ ...photo, private: false, scan: 'none', createdBy: { kind: 'user' } });
    expect(await typesOf(record.id)).toEqual([]);
    expect(await fileOf(record.id, announced.id)).toMatchObject({ state: 'pending', upload: { method: 'PUT' } });
    expect(await put(announced, png)).toBe(200);
    const file = await fileOf(record.id, announced.id);
    expect(file).toMatchObject({ ...photo, state: 'stored' });
    expect(file).not.toHaveProperty('upload');
    const fetched = await here().fetch(String(file.download?.url));
    expect(fetched.headers.get('content-disposition')).toBe(
      `attachment; filename="Scan ?Gr??e?.png"; filename*=UTF-8''Scan%20%E2%80%9CGr%C3%B6%C3%9Fe%E2%80%9D.png`,
    );
    expect(fetched.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await fetched.arrayBuffer()).equals(png)).toBe(true);
    expect(await typesOf(record.id)).toEqual(['File Added']);
    expect((await busEventsOf(record.id)).map((event) => event['detail-type'])).toContain('File Added');
    expect(await caseOf(record.id)).toMatchObject({ fileCount: 1, requesterFileCount: 0 });
  });

  test('[FI-1] what is uploaded again by the same URL, or arrives twice, changes nothing that was looked at', async () => {
    const record = await aCase();
    const announced = await announce(record.id, photo);
    const forged = Buffer.from(png).fill(0x41, 60);
    expect(await put(announced, png)).toBe(200);
    const file = await fileOf(record.id, announced.id);
    expect(file.state).toBe('stored');
    expect(await put(announced, forged)).toBe(200);
    await here().local.idle();
    expect(Buffer.from(await (await here().fetch(String(file.download?.url))).arrayBuffer()).equals(png)).toBe(true);
    expect(await typesOf(record.id)).toEqual(['File Added']);
    expect(await put(announced, Buffer.concat([png, png]))).toBe(403);
    const elsewhere = announced.upload.url.replace(record.id, (await aCase()).id);
    expect(
      (await here().fetch(elsewhere, { method: 'PUT', headers: announced.upload.headers, body: png })).status,
    ).toBe(403);
  });

  test('[FI-1] what is not what it says is turned away with its reason, and its content goes', async () => {
    const record = await aCase();
    const rejected = async (file: object, content: Uint8Array | string) => {
      const { state, reason, download } = await bring(record.id, file, content);
      return [state, reason, download];
    };
    const of = (contentType: string, content: string) => ({ name: 'a', contentType, size: Buffer.byteLength(content) });
    expect(await rejected({ ...photo, contentType: 'application/pdf' }, png)).toEqual([
      'rejected',
      'wrong-type',
      undefined,
    ]);
    expect(await rejected({ ...photo, contentType: 'text/csv' }, png)).toEqual(['rejected', 'wrong-type', undefined]);
    const page = '<html><script>alert(1)</script></html>';
    expect(await rejected(of('image/png', page), page)).toEqual(['rejected', 'wrong-type', undefined]);
    const table = 'BMI;Name\n21;Zoë\n';
    expect(await rejected(of('text/csv', table), table)).toEqual([
      'stored',
      undefined,
      { url: expect.any(String), expiresAt: expect.any(String) },
    ]);
    expect(await typesOf(record.id)).toEqual(['File Rejected', 'File Rejected', 'File Rejected', 'File Added']);
    expect(await caseOf(record.id)).toMatchObject({ fileCount: 1 });
    const states = (await everyPage<FileAnswer>(here().as.manager, `/v1/cases/${record.id}/files`)).map(
      ({ state }) => state,
    );
    expect(states).toEqual(['rejected', 'rejected', 'rejected', 'stored']);
  });

  test('[FI-1] refuses too large, too many, a type that is not taken, and what is not there', async () => {
    const type = await aCaseType({ files: { staff: { maxSize: 100, maxCount: 2, types: ['image/*'] } } });
    const record = await aCase({ type });
    const post = (file: object, id = record.id) => act(here().as.manager, `/v1/cases/${id}/files`, file);
    expectRefused(await post({ name: 'a.pdf', size: 101, contentType: 'application/pdf' }), 400, 'invalid-request', [
      '/size',
      '/contentType',
    ]);
    expectRefused(await post({ ...photo, name: '../../etc/passwd' }), 400, 'invalid-request', ['/name']);
    expectRefused(await post(photo, '7K3F-92QX-M'), 404, 'not-found');
    const first = await announce(record.id, photo);
    await announce(record.id, photo);
    expectRefused(await post(photo), 409, 'too-many-files');
    expectRefused(
      await here().as.manager.send('GET', `/v1/cases/${(await aCase()).id}/files/${first.id}`),
      404,
      'not-found',
    );
  });

  test('[FI-1] a file is renamed and kept private by who works on the case, and removed by its manager alone, with a trace', async () => {
    const record = await aCase({ assignee: { group: 'tutors' } });
    const file = await bring(record.id, photo, png);
    const path = `/v1/cases/${record.id}/files/${file.id}`;
    const { body } = await here().as.manager.send<FileAnswer>('PATCH', path, {
      body: { private: true, name: 'b.png' },
    });
    expect(body).toMatchObject({ private: true, name: 'b.png', version: file.version + 1 });
    expectRefused(
      await here().as.manager.send('PATCH', path, {
        body: { name: 'c' },
        headers: { 'if-match': `"${file.version}"` },
      }),
      412,
      'stale',
    );
    expect((await here().as.manager.send('DELETE', path)).status).toBe(204);
    expectRefused(await here().as.manager.send('GET', path), 404, 'not-found');
    await here().local.idle();
    expect((await here().fetch(String(file.download?.url))).status).toBe(404);
    const [, , removed] = (await historyOf('cases', record.id)).filter((event) => event.type.startsWith('File'));
    expect(removed).toMatchObject({
      type: 'File Removed',
      actor: { kind: 'user' },
      after: { file: { name: 'b.png' } },
    });
    expect(await caseOf(record.id)).toMatchObject({ fileCount: 0 });
  });

  test('[FI-1] where the type asks for a scan, nothing is handed out before it is found clean, and what is infected goes', async () => {
    const type = await aCaseType({ files: { scan: true } });
    const record = await aCase({ type });
    const clean = await bring(record.id, photo, png);
    const infected = await bring(record.id, photo, png);
    expect(clean).toMatchObject({ state: 'pending', scan: 'waiting' });
    expect([clean.download, clean.upload]).toEqual([undefined, undefined]);
    const say = (file: One, result: string, Source = 'clamav') =>
      here().local.putEvents([
        {
          Source,
          DetailType: 'File Scan Result',
          Detail: { objectKey: storedObject({ caseId: record.id, fileId: file.id }), result },
        },
      ]);
    // A file waits for the scanner that the deployment names; nobody else's word on it counts.
    await say(clean, 'clean', 'lms.example.edu');
    await say(infected, 'clean', 'lms.example.edu');
    expect(await fileOf(record.id, clean.id)).toMatchObject({ state: 'pending', scan: 'waiting' });
    await say(clean, 'clean');
    await say(infected, 'infected');
    await say(clean, 'clean');
    const found = await fileOf(record.id, clean.id);
    expect(found).toMatchObject({ state: 'stored', scan: 'clean', download: { url: expect.any(String) } });
    expect(await fileOf(record.id, infected.id)).toMatchObject({ state: 'rejected', reason: 'infected' });
    expect((await typesOf(record.id)).sort()).toEqual(['File Added', 'File Rejected']);
    // A scanner that learns something later is heard too.
    await say(found, 'infected');
    expect(await fileOf(record.id, clean.id)).toMatchObject({ state: 'rejected', reason: 'infected' });
    expect(await caseOf(record.id)).toMatchObject({ fileCount: 0 });
    expect((await here().fetch(String(found.download?.url))).status).toBe(404);
  });

  test('[FI-1] [CA-16] [CA-18] files go with a merge and come back with it, and their content goes with a case that is deleted for good', async () => {
    const [loser, winner] = [await aCase(), await aCase()];
    const file = await bring(loser.id, photo, png);
    const late = await announce(loser.id, photo);
    expect((await act(here().as.manager, `/v1/cases/${loser.id}/merge`, { into: winner.id })).status).toBe(200);
    // It was on its way when the cases became one.
    expect(await put(late, png)).toBe(200);
    expect(await fileOf(winner.id, late.id)).toMatchObject({ state: 'stored' });
    expect(await caseOf(winner.id)).toMatchObject({ fileCount: 2 });
    const { download } = await fileOf(winner.id, file.id);
    expect((await here().fetch(String(download?.url))).status).toBe(200);
    expect((await act(here().as.manager, `/v1/cases/${loser.id}/unmerge`)).status).toBe(200);
    expect(await caseOf(loser.id)).toMatchObject({ fileCount: 2 });
    expect(await caseOf(winner.id)).toMatchObject({ fileCount: 0 });
    const trash = async (query = '') => {
      const found = await here().as.admin.send('GET', `/v1/cases/${loser.id}`);
      const headers = { 'if-match': String(found.headers.get('etag')) };
      return (await here().as.admin.send('DELETE', `/v1/cases/${loser.id}${query}`, { headers })).status;
    };
    expect([await trash(), await trash('?permanent=true')]).toEqual([204, 204]);
    await here().local.idle();
    expect((await here().fetch(String(download?.url))).status).toBe(404);
  });
});
