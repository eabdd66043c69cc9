import * as z from 'zod';
import { signedAmountSchema } from '#shared/core/calendars/amount.ts';
import { instant } from '#shared/core/records/primitives.ts';

export const clockStates = ['running', 'paused', 'met', 'breached', 'cleared'] as const;
/**
 * What may hold a clock: a status that pauses it, a question that waits for its answer, or a
 * person.
 */
export const pauseCauses = ['status', 'question', 'hand'] as const;

const milliseconds = z.int().min(0);

/** A clock as it is kept: what became of one target. */
export const clockSchema = z
  .strictObject({
    key: z.string(),
    /** Follows from the other members. */
    state: z.enum(clockStates),
    startedAt: instant,
    /** While it is paused: as it stood when the pause began. */
    dueAt: instant,
    /** Somebody moved the target; a change of priority or of configuration leaves it alone. */
    byHand: z.literal(true).optional(),
    /** Those still to come and those given for the target as it is now. */
    reminders: z.array(z.strictObject({ at: instant, givenAt: instant.optional() })),
    /** What holds it, each cause once. */
    pauses: z.array(z.strictObject({ by: z.enum(pauseCauses), since: instant })),
    /** Since when time has not counted. */
    pausedAt: instant.optional(),
    /** How long it did not count before that, in elapsed time and in time of its calendar. */
    paused: z.strictObject({ elapsed: milliseconds, working: milliseconds }),
    breachedAt: instant.optional(),
    /** Levels of its ladder that are still to come, by their place in the target's list. */
    levels: z.array(z.strictObject({ at: instant, rung: z.int().min(0) })).optional(),
    stoppedAt: instant.optional(),
    clearedAt: instant.optional(),
  })
  .meta({ id: 'ClockRecord' });

export const clockAnswerSchema = z
  .strictObject({
    key: z.string(),
    state: z.enum(clockStates),
    startedAt: instant,
    /** Left out where the target was cleared. */
    dueAt: instant.optional(),
    remaining: z.int(),
    nextReminderAt: instant.optional(),
    pausedBy: z.array(z.enum(pauseCauses)).optional(),
    breachedAt: instant.optional(),
    stoppedAt: instant.optional(),
  })
  .meta({ id: 'Clock' });

/**
 * What people do to a clock, as the event of it says. `retarget`: the configuration that it counts
 * by has changed.
 */
export const operationSchema = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('set'), to: instant }),
    z.strictObject({ do: z.literal('extend'), by: signedAmountSchema }),
    z.strictObject({ do: z.enum(['restore', 'clear', 'pause', 'resume']) }),
    z.strictObject({ do: z.literal('retarget') }),
  ])
  .meta({ id: 'ClockOperation' });

/** What a clock has to do by itself, and when. */
export const dueSchema = z
  .discriminatedUnion('what', [
    z.strictObject({ what: z.enum(['reminder', 'breach']), at: instant }),
    z.strictObject({ what: z.literal('level'), at: instant, rung: z.int().min(0) }),
  ])
  .meta({ id: 'ClockDue' });
