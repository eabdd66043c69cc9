// The one clock of the local stack: real time plus what was advanced. Advancing stops at each timer
// that falls due on the way, and lets it and all it causes happen at that instant.

import type { StackActivity } from '#local/core/activity.ts';
import type { Store } from '#local/core/store.ts';

export interface Timer {
  cancel(): void;
}

export interface StackClock {
  /** Milliseconds since 1970, virtual. Never goes back. */
  now(): number;
  /**
   * Calls `fire` at the instant, however far away; at the next tick when it is past. Work that
   * `fire` starts must be tracked by Activity.
   */
  at(instant: number, what: string, fire: () => void): Timer;
  /** Timers still to fire, the earliest first. */
  pending(): { at: number; what: string }[];
  /**
   * Lets time pass until the instant, in order. Resolves when all that fell due is done. Refuses to
   * go back. Advances wait for each other; a function is asked for the instant when its turn comes.
   */
  advance(to: number | ((now: number) => number)): Promise<void>;
  /** Where an advance that is under way leads to; undefined while time just runs. */
  advancingTo(): number | undefined;
  /** Stops real timers; nothing fires any more. */
  stop(): void;
  /** For `nowFrom` in worker threads. */
  readonly shared: SharedArrayBuffer;
}

// Layout of the shared memory: two signed 64-bit integers.
const offsetIndex = 0; // milliseconds to add to real time
const frozenIndex = 1; // the instant at which time stands still, 0 while it runs

/**
 * Reads the clock from its shared memory, in any thread. `realNow` is the true Date.now of that
 * thread.
 */
export function nowFrom(shared: SharedArrayBuffer, realNow: () => number): () => number {
  const cells = new BigInt64Array(shared);
  return () => {
    const frozen = Atomics.load(cells, frozenIndex);
    return frozen === 0n ? realNow() + Number(Atomics.load(cells, offsetIndex)) : Number(frozen);
  };
}

// Node turns a longer setTimeout into 1 ms; a longer wait is a chain of these.
const longestTimeoutMs = 2 ** 31 - 1;

interface PendingTimer {
  at: number;
  order: number; // of two timers at the same instant the one that was set first fires first
  what: string;
  fire: () => void;
}

/**
 * @param startsAt where a clock that the store does not know yet begins: the instant of the
 * machine, unless another one is said
 */
export function createClock(
  activity: Pick<StackActivity, 'settled'>,
  store: Pick<Store, 'read' | 'write'>,
  startsAt?: number,
): StackClock {
  const shared = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT);
  const cells = new BigInt64Array(shared);
  const currentInstant = nowFrom(shared, Date.now);
  const timers: PendingTimer[] = []; // the latest first, so that the next to fire is popped from the end
  let alarm: NodeJS.Timeout | undefined;
  let stopped = false;
  let order = 0;
  let latest = 0;
  let target: number | undefined;
  let lastAdvance = Promise.resolve();

  // The machine's own clock may be set back; ours may not.
  const now = () => {
    latest = Math.max(latest, currentInstant());
    return latest;
  };
  const isFrozen = () => Atomics.load(cells, frozenIndex) !== 0n;

  // Remembered at each step, so that a stack killed in the middle of an advance wakes up where it
  // was.
  const setOffset = (offset: number) => {
    Atomics.store(cells, offsetIndex, BigInt(offset));
    store.write('clock.offset', offset);
  };
  const freezeAt = (instant: number) => {
    Atomics.store(cells, frozenIndex, BigInt(instant));
    setOffset(instant - Date.now());
  };
  const runOn = () => {
    setOffset(Number(Atomics.load(cells, frozenIndex)) - Date.now());
    Atomics.store(cells, frozenIndex, 0n);
    setAlarm();
  };

  // Where the entry is, or belongs: the number of timers that fire after it.
  function positionOf(entry: PendingTimer): number {
    let low = 0;
    for (let high = timers.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (firesBefore(entry, timers[middle] as PendingTimer)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function setAlarm() {
    clearTimeout(alarm);
    const next = timers.at(-1);
    if (!next || isFrozen() || stopped) return;
    alarm = setTimeout(
      () => {
        if (!isFrozen()) fireDue();
        setAlarm();
      },
      Math.min(Math.max(next.at - now(), 0), longestTimeoutMs),
    );
  }

  function fireDue() {
    const instant = now();
    const due: PendingTimer[] = [];
    for (let next = timers.at(-1); next && next.at <= instant; next = timers.at(-1))
      due.push(timers.pop() as PendingTimer);
    for (const entry of due) entry.fire();
  }

  async function advanceNow(to: number) {
    if (!Number.isSafeInteger(to) || to < now()) {
      throw new RangeError(`Time never goes back: it is ${new Date(now()).toISOString()} already.`);
    }
    freezeAt(now());
    target = to;
    try {
      await activity.settled();
      for (let next = timers.at(-1); next && next.at <= to && !stopped; next = timers.at(-1)) {
        freezeAt(Math.max(next.at, now()));
        fireDue();
        await activity.settled();
      }
      freezeAt(to);
    } finally {
      target = undefined;
      runOn();
    }
  }

  setOffset(store.read<number>('clock.offset') ?? (startsAt === undefined ? 0 : startsAt - Date.now()));
  return {
    shared,
    now,
    at(instant, what, fire) {
      const entry = { at: instant, order: order++, what, fire };
      timers.splice(positionOf(entry), 0, entry);
      if (timers.at(-1) === entry) setAlarm();
      return {
        cancel() {
          entry.fire = () => {}; // it may be among those that are being fired right now
          const position = positionOf(entry);
          if (timers[position] === entry) timers.splice(position, 1);
        },
      };
    },
    pending: () => timers.map(({ at, what }) => ({ at, what })).reverse(),
    advance(to) {
      const mine = lastAdvance.then(() => advanceNow(typeof to === 'number' ? to : to(now())));
      lastAdvance = mine.catch(() => {});
      return mine;
    },
    advancingTo: () => target,
    stop() {
      stopped = true;
      clearTimeout(alarm);
    },
  };
}

function firesBefore(one: PendingTimer, other: PendingTimer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
