import { randomBytes } from 'node:crypto';
import { type Services, servicesOn } from '#functions/services.ts';
import { wake } from '#functions/wake/wake.ts';
import { executionName, type WakeUp } from '#shared/core/clocks/moments.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { Documents, OperationName } from '#shared/core/table/dynamodb.ts';
import { Table } from '#shared/core/table/table.ts';
import type { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

// What DynamoDB takes in a region for a small read, and for a transaction of a few items.
const readTakes = 4;
const writeTakes = 12;

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

const isRead = (operation: OperationName): boolean => /^(Get|BatchGet|Query)/.test(operation);

/** Services over a table in memory that answers as late as DynamoDB, and wake-ups side by side. */
export interface DelayedServices {
  services: Services;
  /** Lets time leap, in milliseconds. */
  leap: (ms: number) => void;
  /** Waits for all wake-ups that are due by an instant, also for those that they start. */
  doneBy: (instant: number) => Promise<void>;
}

export const delayedServices = (memory: MemoryDynamoDb, from: number): DelayedServices => {
  const begun = performance.now();
  let leapt = 0;
  const now = (): number => Math.floor(from + leapt + performance.now() - begun);
  const send: Documents['send'] = async (operation, input) => {
    await after(isRead(operation) ? readTakes : writeTakes);
    return memory.send(operation, input);
  };
  const running = new Map<string, number>();
  const run = async (wakeUp: WakeUp): Promise<void> => {
    const name = executionName(wakeUp);
    for (let next = wakeUp, again = true; again; ) {
      running.set(name, epoch(next.at));
      while (now() < epoch(next.at)) await after(Math.min(50, epoch(next.at) - now()));
      await services.definitions.refresh();
      const woken = await wake(services, next, now());
      again = woken.again;
      next = woken;
    }
    running.delete(name);
  };
  const started = new Set<string>();
  const services: Services = servicesOn(
    { table: new Table({ send }, 'bench'), now, newId: ulids(), random: (bytes) => randomBytes(bytes) },
    {
      wakeUps: () => ({
        horizonFrom: (at) => at + 365 * 24 * 60 * 60 * 1000,
        start: async (wakeUp) => {
          if (started.has(executionName(wakeUp))) return;
          started.add(executionName(wakeUp));
          void run(wakeUp);
        },
      }),
    },
  );
  return {
    services,
    leap: (ms) => {
      leapt += ms;
    },
    doneBy: async (instant) => {
      while ([...running.values()].some((at) => at <= instant)) await after(20);
    },
  };
};
