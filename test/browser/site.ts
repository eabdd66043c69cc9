import { readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { contentSecurityPolicy } from '#infra/content-security-policy.ts';
import { stageOf } from '#infra/stages.ts';
import { corsHeaders } from '#local/gateway/cors.ts';
import { createSignIn, type SignIn } from '#local/sign-in/sign-in.ts';
import { type HouseServer, passOn, serve } from '#test/house/http.ts';
import { here, type Institution } from '#test/house/institution.ts';

// The pages and the product of the test that runs, under one address as CloudFront has them.

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

/** Where pages are from that show forms, as on the local stack. */
const cors = { AllowOrigins: stageOf({ stage: 'local' }).embedOrigins };

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Answers what a page asks of the bucket, as a bucket does that other origins may use. */
const serveFile = async (url: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  response.setHeader('access-control-allow-origin', '*');
  if (request.method !== 'OPTIONS') return passOn(url, request, response);
  response.writeHead(204, { 'access-control-allow-methods': '*', 'access-control-allow-headers': '*' }).end();
};

/** Serves the built pages of `folder`; what is no file of theirs is answered by the first page. */
const servePage = (folder: string, request: IncomingMessage, response: ServerResponse): void => {
  const { pathname } = new URL(request.url ?? '/', 'http://site');
  const asked = join(folder, normalize(pathname));
  const file = isFile(asked) ? asked : join(folder, 'index.html');
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
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

interface Site extends HouseServer {
  /** What maps are drawn from, where the deployment names one. */
  basemap?: Buffer | undefined;
  /** What it offers, where that is not all there are. */
  languages?: string[] | undefined;
}
const basemapPath = '/assets/land.pmtiles';

/** What the pages are told of the deployment. */
const settingsOf = ({ origin, basemap, languages = ['en', 'es', 'de', 'cy'] }: Site, local: boolean) => {
  const { issuer, audience } = here().issuer.identity;
  const discovery = `${origin}/_local/issuer/.well-known/openid-configuration`;
  return {
    ...{ issuer, discovery, clientId: audience, name: 'Example University', languages },
    ...(local && { local }),
    ...(basemap && { basemap: basemapPath }),
  };
};

/** Answers with the part of a file that is asked for, as every store of files can. */
const servePart = (content: Buffer, { headers }: IncomingMessage, response: ServerResponse): void => {
  const [, from = '0', to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
  const part = content.subarray(Number(from), to === undefined ? undefined : Number(to) + 1);
  const range = `bytes ${from}-${Number(from) + part.length - 1}/${content.length}`;
  response.writeHead(to === undefined ? 200 : 206, { 'content-length': part.length, 'content-range': range });
  response.end(part);
};

/**
 * The site is its browser's proxy, too: what a page asks of any other address comes here.
 * @param local whether the pages offer what exists on the local stack only
 */
export const openSite = async (folder: string, local: boolean): Promise<Site> => {
  const site: Site = await serve(async (request, response) => {
    const { origin } = site;
    const { url: asked = '/' } = request;
    if (asked.startsWith(`${filesOrigin}/`)) return serveFile(asked, request, response);
    if (!asked.startsWith('/')) {
      response.writeHead(502).end();
      return;
    }
    const { url } = here();
    response.setHeader('date', new Date(await here().local.now()).toUTCString());
    if (await signInOf(origin)(request, response)) return;
    if (asked === '/config.json') response.end(JSON.stringify(settingsOf(site, local)));
    else if (site.basemap && asked === basemapPath) servePart(site.basemap, request, response);
    else if (ofApi.test(asked)) {
      for (const [name, value] of Object.entries(corsHeaders(cors, request.headers.origin)))
        response.setHeader(name, value);
      await passOn(`${url}${asked}`, request, response);
    } else servePage(folder, request, response);
  });
  return site;
};
