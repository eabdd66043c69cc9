import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDeployment } from '#local/cloud-assembly/template.ts';
import { consoleHere } from '#local/console/config.ts';
import { servePages } from '#local/console/distribution.ts';
import { pageFiles, synthesize } from '#test/infra/assembly.ts';

// The pages as the local stack serves them out of the template, so that this holds of the template.

const url = 'http://localhost:4000';
const objects = 'http://127.0.0.1:4001';
const toTheApi = 'for the API';

let server: ReturnType<typeof createServer>;
let at: string;
beforeAll(async () => {
  const { app } = synthesize({ stage: 'local' });
  const deployment = readDeployment(app.outdir, { api: url, sqs: objects });
  const pages = servePages(deployment, { objectsOrigin: objects, change: consoleHere(url) });
  server = createServer((request, response) => void (pages.answer(request, response) || response.end(toTheApi)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const get = (path: string, init?: RequestInit) => fetch(`${at}${path}`, init);
const textOf = async (path: string, init?: RequestInit) => (await get(path, init)).text();

describe('[UI-1] the console’s pages', () => {
  test.each(['/', '/cases/01ABC', '/contacts/s.marin@example.edu', '/portal/links/01A-x.y', '/nowhere/at/all'])(
    '%s is the page of all pages, and is asked for every time',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, await answer.text()]).toEqual([200, pageFiles['index.html']]);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  test.each(['/v1/cases', '/v1/public/case-types', '/openapi.json', '/asyncapi.json', '/forms/help'])(
    '%s goes to the API, whatever the method',
    async (path) => {
      expect(await textOf(path)).toBe(toTheApi);
      expect(await textOf(path, { method: 'POST' })).toBe(toTheApi);
    },
  );

  test('files by their content are kept for ever, and are sent compressed', async () => {
    const answer = await get('/assets/index-0a1b2c3d.js', { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(await answer.text()).toBe(pageFiles['assets/index-0a1b2c3d.js']);
    const etag = String(answer.headers.get('etag'));
    expect((await get('/assets/index-0a1b2c3d.js', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  test('a file that is not there is no page, and nothing outside is a file', async () => {
    expect((await get('/assets/gone.js')).status).toBe(404);
    expect((await get('/robots.txt')).status).toBe(404);
    expect((await get('/assets/..%2f..%2f..%2fmanifest.json')).status).toBe(404);
    expect((await get('/cases', { method: 'POST' })).status).toBe(403);
  });

  test('there is a favicon, by either name', async () => {
    for (const name of ['/favicon.svg', '/favicon.ico']) expect(await textOf(name)).toBe(pageFiles['favicon.svg']);
  });

  test('they are told who verifies people, and on this machine where that is', async () => {
    expect(await (await get('/config.json')).json()).toEqual({
      issuer: 'http://localhost:3000/_local/issuer',
      clientId: 'caseward',
      scopes: ['openid', 'email', 'profile'],
      name: 'Caseward',
      languages: ['en', 'es', 'de', 'cy'],
      discovery: `${url}/_local/issuer/.well-known/openid-configuration`,
      local: true,
    });
  });

  test.each(['/', '/assets/index-0a1b2c3d.js', '/assets/gone.js'])(
    '%s runs no script but files of its own, and cannot be framed',
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')?.split('; ')).toEqual([
        "default-src 'self'",
        "script-src 'self'",
        expect.stringMatching(/^style-src 'self'(?: 'sha256-[\w+/]+=')?$/),
        `img-src 'self' blob: data: ${objects}`,
        `connect-src 'self' ${objects}`,
        "worker-src 'self' blob:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
      ]);
      expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('camera=()');
    },
  );
});
