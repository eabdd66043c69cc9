import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { contentSecurityPolicy } from '#infra/content-security-policy.ts';
import { here } from '#test/house/institution.ts';

// The pages and the product of the test that runs, under one address as CloudFront has them.

export interface Site {
  origin: string;
  close: () => Promise<void>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const ofApi = /^\/(?:v1|_local|forms|openapi\.json|asyncapi\.json)(?:[/?]|$)/;
/** Where signed URLs of the house lead. */
export const filesOrigin = 'http://localhost';

/** Passes a request on to the house, and lets follow what follows from it. */
const passOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { fetch, url, local } = here();
  const { method = 'GET' } = request;
  const body = await buffer(request);
  const answer = await fetch(`${url}${request.url}`, {
    method,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
  if (method !== 'GET') await local.idle();
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Serves the built pages of `folder`; what is no file of theirs is answered by the first page. */
const servePage = (folder: string, request: IncomingMessage, response: ServerResponse): void => {
  const { pathname } = new URL(request.url ?? '/', 'http://site');
  const asked = join(folder, normalize(pathname));
  const file = isFile(asked) ? asked : join(folder, 'index.html');
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy({ connectTo: [], filesOrigin }),
  });
  response.end(readFileSync(file));
};

/** What the pages are told of the deployment. */
const usual = { issuer: 'https://issuer.house.example', clientId: 'console', name: 'Example University' };

/** @param local whether the pages offer what exists on the local stack only */
export const openSite = async (folder: string, local: boolean): Promise<Site> => {
  const settings = { ...usual, ...(local && { local }) };
  const server = createServer(async (request, response) => {
    response.setHeader('date', new Date(await here().local.now()).toUTCString());
    const failed = (error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    };
    if (request.url === '/config.json') return response.end(JSON.stringify(settings));
    if (ofApi.test(request.url ?? '')) return passOn(request, response).catch(failed);
    return servePage(folder, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
