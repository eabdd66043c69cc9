import { resolve } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ClientOptions, createClient, Problem } from '#client/client.ts';
import { allRoutes } from '#shared/contract/routes.ts';

// The client against answers as the API gives them; its README is run against a whole one.

interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}
type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | Error;

const json = { 'content-type': 'application/json' };

/** A client whose requests get these answers in turn, with what it sent and how it paused. */
const answeredBy = (answers: Answer[], options: Partial<ClientOptions> = {}) => {
  const sent: Sent[] = [];
  const paused: number[] = [];
  const left = [...answers];
  const client = createClient({
    baseUrl: 'https://api.example.edu/',
    token: 'T',
    fetch: async (url, { method = '', headers, body }) => {
      sent.push({ method, url, headers: headers as Record<string, string>, body: body && JSON.parse(String(body)) });
      const answer = left.shift();
      if (!answer) throw new Error('nobody answers any more');
      if (answer instanceof Error) throw answer;
      const { status = 200, body: content, headers: more = {} } = answer;
      return new Response(content === undefined ? null : JSON.stringify(content), {
        status,
        headers: { ...json, ...more },
      });
    },
    retry: { pause: async (ms) => void paused.push(ms), random: () => 1 },
    ...options,
  });
  return { client, sent, paused };
};

const keysOf = (schema: z.ZodType): string[] => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);

describe('[IN-4] the typed client', () => {
  it('[IN-4] calls an operation by its name, with its parts where they belong', async () => {
    const { client, sent } = answeredBy([{ body: { id: 'C1' }, headers: { etag: '"3"' } }]);
    const answer = await client.editCase({ path: { id: '7K3F-92QX-M' }, body: { subject: 'New' }, ifMatch: '"2"' });
    expect(answer).toMatchObject({ data: { id: 'C1' }, status: 200, etag: '"3"', isReplayed: false });
    expect(sent).toEqual([
      {
        method: 'PATCH',
        url: 'https://api.example.edu/v1/cases/7K3F-92QX-M',
        headers: {
          accept: 'application/json',
          authorization: 'Bearer T',
          'content-type': 'application/json',
          'if-match': '"2"',
        },
        body: { subject: 'New' },
      },
    ]);
  });

  it('[IN-4] knows what a dry run answers with, which is not what the request itself would', async () => {
    const { client } = answeredBy([{ body: { events: [], record: { subject: 'New' } } }]);
    const dry = { path: { id: '7K3F-92QX-M' }, body: { subject: 'New' }, query: { dryRun: 'true' } } as const;
    const { data } = await client.editCase(dry);
    expect(data.record?.subject).toBe('New');
    // @ts-expect-error the members of the case are one deeper
    expect(data.subject).toBeUndefined();
    const { client: other } = answeredBy([{ body: { events: [], items: [], record: { items: [] } } }]);
    // Of a preview they are beside the events, too.
    const preview = await other.retargetCases({ path: { key: 'advice' }, query: { dryRun: 'true' } });
    expect([preview.data.items, preview.data.record?.items]).toEqual([[], []]);
    // @ts-expect-error whether it is meant is said where it is asked, not found out as it runs
    (): unknown => client.editCase({ ...dry, query: { dryRun: dry.body.subject === 'New' ? 'true' : 'false' } });
  });

  it('[IN-4] names each POST, and tries again under the same name, after a pause', async () => {
    const { client, sent, paused } = answeredBy([
      new TypeError('fetch failed'),
      { status: 503 },
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 409, body: { code: 'in-progress' } },
      { status: 201, body: { id: 'C1' }, headers: { 'idempotent-replayed': 'true' } },
    ]);
    const answer = await client.createCase({ body: { type: 'hazard-report', subject: 'A lamp' } });
    expect(answer).toMatchObject({ status: 201, isReplayed: true });
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(sent[0]?.headers['idempotency-key']).toMatch(/^[\da-f-]{36}$/);
    expect(paused).toEqual([300, 600, 7000, 2400]);
  });

  it('[IN-4] sends nothing twice that might have been done, and has no name', async () => {
    const { client, sent } = answeredBy([{ status: 503 }]);
    await expect(client.editCase({ path: { id: 'C1' }, body: { subject: 'x' }, ifMatch: '"1"' })).rejects.toMatchObject(
      { status: 503, code: 'gateway' },
    );
    expect(sent).toHaveLength(1);
  });

  it('[IN-4] throws what was refused, with the rule, all faults and the record as it is', async () => {
    const errors = [{ pointer: '/subject', code: 'too-long', detail: 'has 201 characters' }];
    const { client } = answeredBy([
      { status: 400, body: { title: 'x', detail: 'not valid', code: 'invalid-request', requestId: 'r1', errors } },
      { status: 412, body: { detail: 'stale', code: 'stale' }, headers: { etag: '"9"', 'x-request-id': 'r2' } },
      { status: 404, body: { message: 'Not Found' } },
    ]);
    const refused = () => client.getCase({ path: { id: 'C1' } }).catch((error: unknown) => error);
    const [invalid, stale, gateway] = [await refused(), await refused(), await refused()];
    expect(invalid).toBeInstanceOf(Problem);
    expect(invalid).toMatchObject({
      status: 400,
      code: 'invalid-request',
      message: 'not valid',
      requestId: 'r1',
      errors,
    });
    expect(stale).toMatchObject({ status: 412, code: 'stale', etag: '"9"', requestId: 'r2' });
    expect(gateway).toMatchObject({ status: 404, code: 'gateway', message: 'Not Found', errors: [] });
  });

  it('[IN-4] goes through pages one by one, by the cursor of a query or of a search', async () => {
    const pages = [
      { body: { items: [{ id: 'a' }, { id: 'b' }], nextCursor: 'n' } },
      { body: { items: [{ id: 'c' }] } },
    ];
    const { client, sent } = answeredBy([...pages, ...pages, ...pages]);
    const ids: string[] = [];
    for await (const { id } of client.each('listCases', { query: { limit: 2, status: 'new' } })) ids.push(id);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(sent.map(({ url }) => url.slice(url.indexOf('?')))).toEqual([
      '?limit=2&status=new',
      '?limit=2&status=new&cursor=n',
    ]);
    for await (const _one of client.each('searchCases', { body: { text: 'lamp' } }));
    expect(sent.slice(2).map(({ body }) => body)).toEqual([{ text: 'lamp' }, { text: 'lamp', cursor: 'n' }]);
    // Not every POST is a search.
    for await (const _one of client.each('retargetCases', { path: { key: 'advice' } })) break;
    expect(sent[4]).toMatchObject({ method: 'POST', body: undefined });
    expect(sent).toHaveLength(5);
  });

  it('[IN-4] puts the cursor of each list where its contract takes it', async () => {
    for (const { name, input, answer } of allRoutes) {
      const takes = [input.query, input.body].map((schema) => keysOf(schema).includes('cursor'));
      if (!keysOf(answer.schema).includes('nextCursor') || !takes.includes(true)) continue;
      const { client, sent } = answeredBy([{ body: { items: [], nextCursor: 'n' } }, { body: { items: [] } }]);
      const path = Object.fromEntries(keysOf(input.path).map((key) => [key, 'x']));
      for await (const _one of client.each(name as 'listCases', { path } as object));
      const { url, body = {} } = sent[1] ?? {};
      const [inQuery, inBody] = [new URL(url ?? '').searchParams.has('cursor'), 'cursor' in (body as object)];
      expect([inQuery, inBody], name).toEqual(takes);
    }
    // @ts-expect-error the change feed goes on from `after`, and has a method of its own
    (): unknown => answeredBy([]).client.each('followEvents');
  });

  it('[IN-4] [WH-3] follows the change feed, and its cursor is behind what was dealt with alone', async () => {
    const event = (id: string) => ({ id, 'detail-type': 'Case Created' });
    const { client, sent } = answeredBy([
      { body: { items: [event('1'), event('2')], nextCursor: 'p' } },
      { body: { items: [], nextCursor: 'q' } },
    ]);
    const feed = client.feed({ after: 'o', types: ['Case Created', 'Case Closed'], untilNow: true });
    const cursors: (string | undefined)[] = [];
    for await (const _event of feed) cursors.push(feed.cursor);
    expect(cursors).toEqual(['o', 'o']);
    expect(feed.cursor).toBe('q');
    expect(sent[1]?.url).toBe('https://api.example.edu/v1/events?after=p&types=Case+Created%2CCase+Closed&wait=0');
  });

  it('[IN-4] asks for a token as often as it needs one, and ends where it is told to', async () => {
    let asked = 0;
    const { client, sent } = answeredBy([{ status: 429 }, { body: {} }], { token: () => `T${++asked}` });
    await client.getCase({ path: { id: 'C1' } });
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer T1', 'Bearer T2']);
  });

  it('[IN-4] is bundled for a browser: of the contract it has the paths alone', async () => {
    const { metafile, outputFiles } = await build({
      entryPoints: ['client/client.ts'],
      absWorkingDir: resolve(import.meta.dirname, '../../..'),
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'esm',
      metafile: true,
      write: false,
    });
    expect(Object.keys(metafile.inputs).filter((file) => !file.startsWith('client/'))).toEqual([]);
    expect((outputFiles[0]?.contents.length ?? 0) / 1024).toBeLessThan(40);
  });
});
