import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { dateWhenAnswered } from '#local/core/answer-date.ts';

test.each([
  ['its head is written', true],
  ['it is only ended', false],
])('[UI-1] an answer that travels in time carries the instant of arrival, where %s', async (_how, isWritten) => {
  let now = Date.parse('2026-12-07T09:00:00Z');
  const server = createServer((_request, response) => {
    dateWhenAnswered(response, () => now);
    now += 86_400_000;
    if (isWritten) response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(headers.get('date')).toBe('Tue, 08 Dec 2026 09:00:00 GMT');
});
