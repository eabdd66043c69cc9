import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A message as an endpoint got it. */
export interface GotMessage {
  headers: IncomingHttpHeaders;
  text: string;
  body: { type: string; timestamp: string; data: Record<string, unknown> & { eventId: string } };
}

export type EndpointAnswer = number | { status: number; headers?: Record<string, string>; body?: string };

/** An endpoint on this machine, for as long as the test runs, that answers as it is told. */
export const anEndpoint = async (
  answer: (message: GotMessage, index: number) => EndpointAnswer = () => 204,
  whenOver: (close: () => void) => void = onTestFinished,
) => {
  const got: GotMessage[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const message = { headers: request.headers, text, body: JSON.parse(text) };
    got.push(message);
    const said = answer(message, got.length - 1);
    const { status, headers = {}, body = '' } = typeof said === 'number' ? { status: said } : said;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenOver(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
};
