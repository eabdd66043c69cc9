import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { contentSecurityPolicy } from '#infra/content-security-policy.ts';
import { createSignIn, type SignIn } from '#local/sign-in/sign-in.ts';
import { here, type Institution } from '#test/house/institution.ts';

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

/** Where people of a test sign in, at the address of the site. */
const signIns = new WeakMap<Institution, SignIn>();
const signInOf = (origin: string): SignIn => {
  const signIn = signIns.get(here()) ?? createSignIn(here().issuer, origin);
  signIns.set(here(), signIn);
  return signIn;
};

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** What the pages are told of the deployment. */
const settingsOf = (origin: string, local: boolean) => {
  const { issuer, audience } = here().issuer.identity;
  const discovery = `${origin}/_local/issuer/.well-known/openid-configuration`;
  return { issuer, discovery, clientId: audience, name: 'Example University', ...(local && { local }) };
};

/** @param local whether the pages offer what exists on the local stack only */
export const openSite = async (folder: string, local: boolean): Promise<Site> => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const origin = originOf(server);
    response.setHeader('date', new Date(await here().local.now()).toUTCString());
    if (await signInOf(origin)(request, response)) return;
    if (request.url === '/config.json') response.end(JSON.stringify(settingsOf(origin, local)));
    else if (ofApi.test(request.url ?? '')) await passOn(request, response);
    else servePage(folder, request, response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: originOf(server),
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
