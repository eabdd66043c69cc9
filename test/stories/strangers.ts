import { here } from './world.ts';

// Requests of people without a token. What they may ask for is counted by network address, so each
// comes from one of its own, as strangers do.

let last = 1;
export const anAddress = (): string => {
  last++;
  return `127.0.${Math.floor(last / 250)}.${(last % 250) + 1}`;
};

interface StrangersAnswer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** Posts something without a token, from an address of its own unless one is said. */
export const strangerPosts = async <T = Record<string, unknown>>(
  path: string,
  body: object,
  { from = anAddress(), headers = {} }: { from?: string; headers?: Record<string, string> } = {},
): Promise<StrangersAnswer<T>> => {
  const answer = await here().fetch(`${here().url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    from,
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T };
};
