import { request } from 'node:http';
import { here } from './world.ts';

// Requests of people without a token. What they may ask for is counted by network address, so each
// comes from one of its own, as strangers do: everything of the loopback network is this machine.

let last = 1;
export const anAddress = (): string => {
  last++;
  return `127.0.${Math.floor(last / 250)}.${(last % 250) + 1}`;
};

export interface StrangersAnswer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** Posts something without a token, from an address of its own unless one is said. */
export const strangerPosts = <T = Record<string, unknown>>(
  path: string,
  body: object,
  { from = anAddress(), headers = {} }: { from?: string; headers?: Record<string, string> } = {},
): Promise<StrangersAnswer<T>> =>
  new Promise((resolve, reject) => {
    const options = { method: 'POST', localAddress: from, headers: { 'content-type': 'application/json', ...headers } };
    const sending = request(`${here().url}${path}`, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: new Headers(answer.headers as Record<string, string>),
          body: JSON.parse(Buffer.concat(chunks).toString()),
        }),
      );
    });
    sending.on('error', reject);
    sending.end(JSON.stringify(body));
  });
