// One address that answers as EventBridge, SQS, Step Functions, SES and S3 for every SDK.
// Signatures are not checked: a caller is a function by its address, or an outsider.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, type AwsOperation, type AwsService, ofCallers } from '#local/aws-api/service.ts';
import type { ServiceContext } from '#local/core/context.ts';
import type { Objects } from '#local/objects/objects.ts';

const callerOf = ({ url = '/' }: IncomingMessage): string | undefined =>
  url.startsWith(ofCallers) ? url.slice(ofCallers.length).split(/[/?]/)[0] : undefined;

interface AwsEndpoint {
  port: number;
  close(): Promise<void>;
}

// SES takes mails of up to 40 MB, which base64 makes a third longer; nothing else comes near.
const mostBytes = 56 * 2 ** 20;

/** Answers on 127.0.0.1; port 0 takes a free one. */
export async function startAwsEndpoint(
  context: Pick<ServiceContext, 'activity' | 'faults' | 'log'>,
  { services, objects }: { services: readonly AwsService[]; objects?: Pick<Objects, 'answer'> },
  port: number,
): Promise<AwsEndpoint> {
  const server = createServer((request, response) => {
    const what = String(request.headers['x-amz-target'] ?? `${request.method} ${request.url}`);
    void context.activity.track(what, answer(request, response));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (await objects?.answer(request, response)) return;
      const body = await bodyOf(request);
      const { service, run } = operationFor(services, request);
      if (context.faults.shouldFail(service.fault)) {
        throw new AwsError('InternalFailure', 'Made to fail by POST /_local/faults', { status: 500 });
      }
      send(request, response, { status: 200, body: await run(body, { caller: callerOf(request) }) });
    } catch (error) {
      const known = error instanceof AwsError;
      if (!known) context.log('aws', error instanceof Error ? (error.stack ?? error.message) : String(error));
      const { code, message, status, queryCode } = known
        ? error
        : new AwsError('InternalFailure', 'The local service failed; see its log.', { status: 500 });
      const headers: Record<string, string> = { 'x-amzn-errortype': code };
      if (queryCode) headers['x-amzn-query-error'] = `${queryCode};Sender`;
      send(request, response, { status, headers, body: { __type: code, message } });
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function operationFor(
  services: readonly AwsService[],
  request: IncomingMessage,
): { service: AwsService; run: AwsOperation } {
  const target = request.headers['x-amz-target'];
  const [prefix = '', name = ''] = String(target ?? '').split('.');
  const path = `${request.method} ${(request.url ?? '').split('?')[0]}`;
  for (const service of services) {
    const isMeant = service.protocol === 'rest' ? target === undefined : service.protocol.target === prefix;
    const key = service.protocol === 'rest' ? path : name;
    const run = isMeant && Object.hasOwn(service.operations, key) ? service.operations[key] : undefined;
    if (run) return { service, run };
  }
  throw new AwsError('UnknownOperationException', `The local stack does not answer ${target ?? path}.`);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw new AwsError('RequestEntityTooLargeException', 'The request is too large.', { status: 413 });
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: { status: number; headers?: Record<string, string>; body: unknown },
): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-type': request.headers['content-type'] ?? 'application/json',
    'x-amzn-requestid': crypto.randomUUID(),
  });
  response.end(JSON.stringify(answer.body ?? {}));
}
