// What is in flight. The clock asks it before it moves on, and `GET /_local/health` answers `idle`
// from it.

/**
 * Work that waits on the clock: what it is, when it goes on (epoch milliseconds), and why it could
 * not be done before.
 */
export interface Wait {
  what: string;
  until?: number | undefined;
  why?: string | undefined;
}

/** Work that a source holds for later. */
interface HeldWork {
  any: () => boolean;
  /** All of it, in words; asked when a person wants to know. */
  describe: () => Wait[];
}

/** Knows whether the stack still has something to do at this instant. */
export interface StackActivity {
  /** Counts as in flight until the promise settles; gives the promise back. */
  track<T>(what: string, work: Promise<T>): Promise<T>;
  /**
   * Registers what is asked instead of tracked. `busy`: work that it can do now; `waiting`: work
   * that waits on the clock, so time may move on, but the stack is not idle.
   */
  source(name: string, busy: () => boolean, waiting?: HeldWork): void;
  /** What is in flight now, in words; empty when settled. */
  running(): string[];
  /** What keeps the stack from being idle though nothing is in flight. */
  waiting(): Wait[];
  /**
   * Whether nothing is in flight and nothing waits for a redelivery. Timers in the future do not
   * count.
   */
  idle(): boolean;
  /** Resolves when nothing is in flight at this instant. */
  settled(): Promise<void>;
}

interface ActivitySource {
  name: string;
  busy: () => boolean;
  held: HeldWork | undefined;
}

// Sources are only asked, they do not call; this often is far below what a single request takes.
const askAgainMs = 2;
const aMoment = () => new Promise<void>((resolve) => setTimeout(resolve, askAgainMs));

export function createActivity(): StackActivity {
  const inFlight = new Map<number, string>();
  const sources: ActivitySource[] = [];
  let next = 0;
  let ended = () => {};
  let nextEnd: Promise<void> | undefined;
  /** Resolves when the next piece of tracked work ends. */
  const anEnd = () => {
    nextEnd ??= new Promise((resolve) => {
      ended = resolve;
    });
    return nextEnd;
  };

  const running = () => [...inFlight.values(), ...sources.filter((source) => source.busy()).map(({ name }) => name)];
  const quiet = () => inFlight.size === 0 && !sources.some((source) => source.busy());

  return {
    async track(what, work) {
      const id = next++;
      inFlight.set(id, what);
      try {
        return await work;
      } finally {
        inFlight.delete(id);
        nextEnd = undefined;
        ended();
      }
    },
    source(name, busy, held) {
      sources.push({ name, busy, held });
    },
    running,
    waiting: () => sources.flatMap(({ held }) => (held?.any() ? held.describe() : [])),
    idle: () => quiet() && !sources.some(({ held }) => held?.any()),
    async settled() {
      // Twice in a row: one piece of work may just be handing over to the next through the event
      // loop.
      for (let calm = 0; calm < 2; ) {
        calm = quiet() ? calm + 1 : 0;
        if (calm > 0) await new Promise(setImmediate);
        else await (inFlight.size > 0 ? anEnd() : aMoment());
      }
    },
  };
}
