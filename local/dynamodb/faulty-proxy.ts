// Stands before DynamoDB only while its calls are to fail, since it costs as much as a call.
// Functions learn the address when their workers start, so turning it on or off restarts them.

import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultSettings, Faults } from '#local/core/faults.ts';
import type { RunningFunctions } from '#local/functions/functions.ts';

const failure = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
  message: 'Made to fail by POST /_local/faults',
});

/** Puts the proxy before DynamoDB when the settings ask for failures, and takes it away again. */
export function faultyDynamoDb(
  endpoint: string,
  { faults, functions }: { faults: Faults; functions: Pick<RunningFunctions, 'restart'> },
) {
  let proxy: Proxy | undefined;
  let isBetween = false;
  return {
    async reroute({ fail = [] }: FaultSettings): Promise<void> {
      const wanted = fail.some((entry) => 'service' in entry && entry.service === 'dynamodb');
      if (wanted === isBetween) return;
      isBetween = wanted;
      // Once started it stays, for workers that still run with it; without faults it only passes
      // on.
      proxy ??= await startProxy(endpoint, faults);
      functions.restart(wanted ? { AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint } : {});
    },
    stop: () => proxy?.stop(),
  };
}

interface Proxy {
  endpoint: string;
  stop(): Promise<void>;
}

/**
 * Passes calls on to the endpoint, but for those that are to fail: one of two before it was done,
 * the other after.
 */
async function startProxy(endpoint: string, faults: Pick<Faults, 'shouldFail'>): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true });
  let failures = 0;

  const server = createServer((incoming, response) => {
    const failing = faults.shouldFail('dynamodb');
    if (failing && failures++ % 2 === 0) {
      incoming.resume().once('end', () => fail(response));
      return;
    }
    const call = request(endpoint, { method: incoming.method, path: incoming.url, headers: incoming.headers, agent });
    call.once('response', (answer) =>
      failing ? answer.resume().once('end', () => fail(response)) : passOn(answer, response),
    );
    call.once('error', () => fail(response));
    incoming.pipe(call);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

function passOn(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 500, answer.headers);
  answer.pipe(response);
}

function fail(response: ServerResponse): void {
  response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(failure);
}
