import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { here } from '#test/house/institution.ts';

// HTTP before the house of the test that runs: for browsers and for programs of other processes.

export interface HouseServer {
  origin: string;
  close: () => void;
}

/** @param answer may throw, which is answered by 500 */
export const serve = async (answer: (...given: Parameters<RequestListener>) => Promise<void>): Promise<HouseServer> => {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  // A browser may send its next request at the moment at which an idle connection is closed.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** Passes a request on to the house as one for `url`, and lets follow what follows from it. */
export const passOn = async (url: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { fetch, local } = here();
  const { method = 'GET', headers } = request;
  const body = await buffer(request);
  const answer = await fetch(url, {
    method,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
  if (method !== 'GET') await local.idle();
};

/** The house as a proxy: programs ask for the addresses of a stack, as a guide has them. */
export const serveAsProxy = (): Promise<HouseServer> =>
  serve((request, response) => passOn(request.url ?? '', request, response));
