import type { ServiceContext } from '#local/core/context.ts';

/** Where a rule sends events to. */
export interface DeliveryTarget {
  /**
   * Unique among all targets, the same after a restart: under this name its deliveries are
   * remembered.
   */
  key: string;
  /**
   * Hands over the event. Throws, or rejects, when that failed. What hands over at once does so in
   * the transaction that forgets the delivery.
   */
  deliver(event: string): void | Promise<void>;
  maxRetries: number;
  maxAgeMs: number;
  /** Takes what could not be delivered; without it that is lost, as in EventBridge. */
  deadLetter: ((event: string, error: string) => void) | undefined;
}

/** What the bus, or schedules, have to deliver, remembered until it was: each at least once. */
interface EventDeliveries {
  add(target: DeliveryTarget, event: string): void;
  /** Begins to deliver, also what was left from the last run. */
  resume(): void;
}

interface DeliveryRow {
  id: number;
  target: string;
  event: string;
  accepted_at: number;
  attempts: number;
}

interface HeldDelivery {
  target: string;
  deliveries: number;
  tries: number;
  at: number;
}

// EventBridge tries for a day, at most 185 times, ever more rarely; with this ceiling the tries
// last that day.
const longestBackoffMs = 8 * 60_000;
const backoffMs = (attempts: number) => Math.min(1000 * 2 ** attempts, longestBackoffMs);

// So many at a time, so that a flood of events does not stop all else.
const slice = 100;

export function openDeliveries(
  context: ServiceContext,
  of: 'bus' | 'schedules',
  targets: ReadonlyMap<string, DeliveryTarget>,
): EventDeliveries {
  const { clock, activity, store, faults } = context;
  const { database } = store;
  database.exec(`
    create table if not exists ${of}_deliveries (
      id integer primary key, target text not null, event text not null, accepted_at integer not null, due_at integer not null,
      attempts integer not null default 0);
    create index if not exists ${of}_deliveries_due on ${of}_deliveries (due_at)`);
  const insert = database.prepare(
    `insert into ${of}_deliveries (target, event, accepted_at, due_at) values (?, ?, ?, ?)`,
  );
  const remove = database.prepare(`delete from ${of}_deliveries where id = ?`);
  const due = database.prepare(`select * from ${of}_deliveries where due_at <= ? order by id limit ?`);
  const again = database.prepare(`update ${of}_deliveries set due_at = ?, attempts = ? where id = ?`);
  const earliest = database.prepare(`select min(due_at) as at from ${of}_deliveries`);
  const held = database.prepare(
    `select target, count(*) as deliveries, max(attempts) as tries, min(due_at) as at from ${of}_deliveries group by target`,
  );
  const nextDueAt = () => (earliest.get() as { at: number | null }).at ?? undefined;
  const what = `deliveries of the ${of}`;
  let isScheduled = false;
  let timer: { cancel(): void } | undefined;

  function wake() {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => void activity.track(what, deliverDue()));
  }

  async function deliverDue() {
    timer?.cancel();
    if (!database.isOpen) return; // the stack has stopped
    const rows = due.all(clock.now(), slice) as unknown as DeliveryRow[];
    await Promise.all(faults.ordered(rows).map(deliver));
    isScheduled = false;
    if (!database.isOpen) return;
    const next = nextDueAt();
    if (next === undefined) return;
    if (next <= clock.now()) wake();
    else timer = clock.at(next, what, wake);
  }

  async function deliver(row: DeliveryRow): Promise<void> {
    const target = targets.get(row.target);
    if (!target) {
      context.log('eventbridge', `${row.target} is not in the template any more; an event for it is dropped.`);
      remove.run(row.id);
      return;
    }
    try {
      const pending = store.transaction(() => {
        const work = target.deliver(row.event);
        if (!work) remove.run(row.id);
        return work;
      });
      if (pending) {
        await pending;
        if (database.isOpen) remove.run(row.id);
      }
    } catch (error) {
      postpone(row, target, error instanceof Error ? error.message : String(error));
    }
  }

  function postpone(row: DeliveryRow, target: DeliveryTarget, error: string) {
    if (!database.isOpen) return;
    const now = clock.now();
    if (row.attempts < target.maxRetries && now - row.accepted_at < target.maxAgeMs) {
      again.run(now + backoffMs(row.attempts), row.attempts + 1, row.id);
      return;
    }
    context.log('eventbridge', `${row.target} did not take an event after ${row.attempts + 1} tries: ${error}`);
    store.transaction(() => {
      target.deadLetter?.(row.event, error);
      remove.run(row.id);
    });
  }

  activity.source(what, () => isScheduled, {
    any: () => nextDueAt() !== undefined,
    describe: () =>
      (held.all() as unknown as HeldDelivery[]).map(({ target, deliveries, tries, at }) => ({
        what: `${deliveries} ${what} to ${target}`,
        until: at,
        why: tries > 0 ? `its target failed ${tries} times` : undefined,
      })),
  });
  return {
    add(target, event) {
      const now = clock.now();
      for (let copy = faults.copies(); copy > 0; copy -= 1) insert.run(target.key, event, now, now + faults.delay());
      wake();
    },
    resume: wake,
  };
}
