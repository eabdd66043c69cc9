import * as z from 'zod';

/** Services whose calls can be made to fail. */
export const faultyServices = ['dynamodb', 'eventbridge', 'sqs', 'stepfunctions', 'ses'] as const;

const rate = z.number().min(0).max(1);
const settingsSchema = z.strictObject({
  duplicate: rate.optional(),
  reorder: z.boolean().optional(),
  delayMs: z.int().min(0).optional(),
  fail: z
    .array(
      z.union([
        z.strictObject({ service: z.enum(faultyServices), rate }),
        z.strictObject({ function: z.string().min(1), rate }),
      ]),
    )
    .optional(),
  seed: z.int().optional(),
});

/**
 * What `POST /_local/faults` asks for: the bus duplicates, reorders and delays; services and
 * functions fail at a rate.
 */
export type FaultSettings = z.infer<typeof settingsSchema>;

/** Says in words what is wrong with the settings: a 400 for the caller. */
export class InvalidFaults extends Error {
  override readonly name = 'InvalidFaults';
}

/**
 * Reads the body of `POST /_local/faults`. Throws InvalidFaults, also for a function that does not
 * exist: it would never fail.
 */
export function parseFaults(body: unknown, functionNames: readonly string[]): FaultSettings {
  const parsed = settingsSchema.safeParse(body);
  if (!parsed.success) throw new InvalidFaults(z.prettifyError(parsed.error));
  for (const entry of parsed.data.fail ?? []) {
    if ('function' in entry && !functionNames.some((name) => isCalled(name, entry.function))) {
      throw new InvalidFaults(`There is no function ${entry.function}; there are ${functionNames.join(', ')}.`);
    }
  }
  return parsed.data;
}

// People write `notify`; the function is called `caseward-local-notify`.
const isCalled = (name: string, wanted: string) => name === wanted || name.endsWith(`-${wanted}`);

export interface Faults {
  /**
   * Whether this call of the service or function (its logical id or name) is to fail; draws a
   * number each time.
   */
  shouldFail(serviceOrFunction: string): boolean;
  /** The next number from 0 up to 1 of the seed, for faults that are made elsewhere. */
  draw(): number;
  /** How often something that is delivered at least once is delivered this time: once, or twice. */
  copies(): number;
  /** How many virtual milliseconds later this delivery comes. */
  delay(): number;
  /** Whether things are handed out in another order than they came. */
  reorders(): boolean;
  /** The things in the order in which they are handed out: as they are, or shuffled. */
  ordered<T>(things: readonly T[]): T[];
  /** What was asked for last. */
  settings(): FaultSettings;
  /** Replaces all faults; `{}` ends them. */
  set(settings: FaultSettings): void;
}

// Within this time deliveries overtake each other when reordered: longer than a consumer takes for
// a batch, so that the order truly differs, and short for somebody who watches.
const reorderWithinMs = 1000;

export function createFaults(): Faults {
  let settings: FaultSettings = {};
  let random = randomFrom(0);

  return {
    shouldFail: (name) =>
      (settings.fail ?? []).some(
        (entry) =>
          ('service' in entry ? entry.service === name : isCalled(name, entry.function)) && random() < entry.rate,
      ),
    draw: () => random(),
    copies: () => (settings.duplicate && random() < settings.duplicate ? 2 : 1),
    delay: () => (settings.delayMs ?? 0) + (settings.reorder ? Math.floor(random() * reorderWithinMs) : 0),
    reorders: () => settings.reorder === true,
    ordered(things) {
      if (!settings.reorder) return [...things];
      return things
        .map((thing) => ({ thing, place: random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ thing }) => thing);
    },
    settings: () => settings,
    set(wanted) {
      settings = wanted;
      random = randomFrom(wanted.seed ?? Math.floor(Math.random() * 2 ** 32));
    },
  };
}

/**
 * Mulberry32 (Tommy Ettinger, public domain): numbers from 0 up to 1, the same for the same seed.
 */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
