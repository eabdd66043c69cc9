import { expect, test } from 'vitest';
import { armNext } from '#functions/arm-next.ts';
import type { Services } from '#functions/services.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { iso } from '#shared/core/records/instants.ts';
import { Table } from '#shared/core/table/table.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

const now = Date.parse('2026-11-11T15:00:00.000Z');
const subject = { kind: 'case', id: 'C1' } as const;
const next = (generation: number) => momentWrite({ subject, at: iso(now + 1000), generation }, 'waiting').put;

test('[SLA-10] what waits for a moment is started once, however many events ask for it, and anew where the moment moves', async () => {
  const table = new Table(new MemoryDynamoDb(), 'memory');
  const started: number[] = [];
  const wakeUps = { horizonFrom: () => now + 2000, start: async ({ generation = 0 }) => void started.push(generation) };
  const services = { table, wakeUps, now: () => now } as unknown as Services;
  const five = [1, 2, 3, 4, 5];
  await table.put(next(1));
  for (const _ of five) await armNext(services, subject);
  await table.put(next(2));
  for (const _ of five) await armNext(services, subject);
  expect(started).toEqual([1, 2]);
});
