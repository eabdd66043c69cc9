import { expect } from 'vitest';
import { seededRandom } from '#bench/seeded-random.ts';
import { armNext } from '#functions/arm-next.ts';
import { logger } from '#functions/logger.ts';
import { layouts, type Services } from '#functions/services.ts';
import { sweep } from '#functions/sweep.ts';
import { upToDate } from '#functions/wake/up-to-date.ts';
import { wake } from '#functions/wake/wake.ts';
import type { WakeUps } from '#functions/wake-ups.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { subscriptions } from '#shared/contract/subscriptions.ts';
import { executionName, type WakeUp } from '#shared/core/clocks/moments.ts';
import { Refusal } from '#shared/core/errors.ts';
import { byHand, type DomainEvent } from '#shared/core/events/event.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { readHistory, readRecord } from '#shared/core/records/read.ts';
import { commit } from '#shared/core/table/commit.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { faultOf } from '#test/declared-events.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { adviser, noon } from '../cases/sample-cases.ts';

// The real consumer, wake-up and sweep over a real commit, with AWS played badly around them:
// deliveries are lost, doubled, late; executions are killed or wake too soon.

const minute = 60_000;
const horizon = 7 * 24 * 60 * minute;

/** How often, from 0 to 1, each goes wrong. */
export interface Faults {
  seed: number;
  lost: number;
  doubled: number;
  /** Minutes at the most. */
  late: number;
  killed: number;
  early: number;
}

interface Waiting {
  at: number;
  run: () => Promise<void>;
}

/** @param sweepEvery minutes between two sweeps */
export const simulate = (definition: CaseDefinition, faults: Faults, sweepEvery = 30) => {
  logger.setLogLevel('SILENT');
  const random = seededRandom(faults.seed);
  const happens = (rate: number): boolean => random() < rate;
  const { table } = memoryTable();
  const newId = ulids();
  let now = noon;
  let queue: Waiting[] = [];
  const later = (at: number, run: () => Promise<void>): void => void queue.push({ at, run });

  const committer = { table, layouts, newId };
  const names = new Set<string>();
  const wakeUps: WakeUps = {
    horizonFrom: (from) => from + horizon,
    start: async (wakeUp) => {
      if (happens(faults.lost)) throw new Error('Step Functions did not answer');
      const name = executionName(wakeUp);
      if (names.has(name)) return;
      names.add(name);
      waitFor(wakeUp);
    },
  };
  const services = {
    table,
    wakeUps,
    definitions: {
      atVersion: async () => ({ key: definition.key, version: definition.version, value: definition.type }),
      all: async () => new Map(),
    },
    newId,
    now: () => now,
    commit: async (...[intent, decisions, extra]: Parameters<Services['commit']>) => {
      const events = await commit(committer, intent, decisions, extra);
      for (const { type, ...event } of events) expect(faultOf(type, event)).toBeUndefined();
      for (const event of events) publish(event);
      return events;
    },
  } as unknown as Services;

  /** An execution until its next moment. Killed, it is gone, before its work or after it. */
  const waitFor = (wakeUp: WakeUp): void => {
    const at = Math.max(now, Date.parse(wakeUp.at) - (happens(faults.early) ? 1000 : 0));
    later(at, async () => {
      if (happens(faults.killed / 2)) return;
      const woken = await wake(services, wakeUp, now + horizon);
      if (woken.again && !happens(faults.killed / 2)) waitFor(woken);
    });
  };
  const publish = ({ type, subject: { kind, id } }: DomainEvent): void => {
    if (kind !== 'case' || !subscriptions.clocks.some((one) => one === type)) return;
    const times = happens(faults.lost) ? 0 : happens(faults.doubled) ? 2 : 1;
    for (let delivery = 0; delivery < times; delivery++)
      later(now + Math.floor(random() * faults.late * minute), () =>
        // What fails goes to the dead letters: the sweep is what is left.
        armNext(services, { kind, id }).catch(() => undefined),
      );
  };
  const sweeping = async (): Promise<void> => {
    later(now + sweepEvery * minute, sweeping);
    await sweep(services);
  };
  later(now + sweepEvery * minute, sweeping);

  /**
   * Lets time pass up to an instant (epoch milliseconds), doing all that falls due on the way in
   * its order.
   */
  const travelTo = async (instant: number): Promise<void> => {
    for (;;) {
      const next = queue.reduce<Waiting | undefined>(
        (first, one) => (first && first.at <= one.at ? first : one),
        undefined,
      );
      if (!next || next.at > instant) break;
      queue = queue.filter((one) => one !== next);
      now = Math.max(now, next.at);
      await next.run();
    }
    now = instant;
  };

  /**
   * A command as the API carries it out: on the case as it is by now. @returns by which rule it was
   * refused
   */
  const command = async (id: string, decide: (record: Case) => Decision<Case>): Promise<string | undefined> => {
    const found = await readRecord<Case>(table, 'case', id);
    if (!found) throw new Error(`case ${id} is gone`);
    const record = await upToDate(services, found);
    try {
      await services.commit({ actor: adviser, at: now, cause: byHand }, [decide(record)]);
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code;
    }
  };

  return {
    travelTo,
    command,
    raise: (decision: Decision<Case>) => services.commit({ actor: adviser, at: now, cause: byHand }, [decision]),
    caseOf: async (id: string): Promise<Case> => (await readRecord<Case>(table, 'case', id)) as Case,
    historyOf: async (id: string): Promise<DomainEvent[]> =>
      (await readHistory(table, { kind: 'case', id }, { limit: 100_000 })).events,
    /** How many executions were started so far. */
    started: (): number => names.size,
  };
};
