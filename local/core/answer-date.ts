import type { ServerResponse } from 'node:http';

/**
 * An answer carries the clock's instant (`now`, in epoch milliseconds) at which it is given: one
 * that travels in time is given at another than it was asked for.
 */
export const dateWhenAnswered = (response: ServerResponse, now: () => number): void => {
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
  response.writeHead = (...given: unknown[]) => {
    response.setHeader('date', new Date(now()).toUTCString());
    return writeHead(...given);
  };
};
