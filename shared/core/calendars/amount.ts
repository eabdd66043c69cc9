import * as z from 'zod';

export const units = ['minutes', 'hours', 'days'] as const;
type Unit = (typeof units)[number];

// Nothing in Caseward waits longer than ten years, and ten years have three leap days at the most.
// A larger number is a slip of the keyboard that would otherwise sleep for a lifetime.
const DAYS_IN_TEN_YEARS = 3653;
export const largest: Record<Unit, number> = {
  minutes: DAYS_IN_TEN_YEARS * 24 * 60,
  hours: DAYS_IN_TEN_YEARS * 24,
  days: DAYS_IN_TEN_YEARS,
};

const amountWithin = (whole: z.ZodInt) =>
  z
    .strictObject({ amount: whole, unit: z.enum(units), time: z.enum(['calendar', 'working']) })
    .superRefine(({ amount, unit }, context) => {
      if (Math.abs(amount) <= largest[unit]) return;
      context.addIssue({
        code: 'custom',
        path: ['amount'],
        params: { code: 'too-large', of: unit, most: largest[unit] },
        message: `at most ten years: ${largest[unit]} ${unit}`,
      });
    });

/**
 * An amount of time from one of something on: targets, reminders, escalation steps. What it means
 * is in docs/guide/time.md.
 */
export const amountSchema = amountWithin(z.int().min(1, 'an amount is at least 1')).meta({ id: 'Amount' });

/**
 * An amount that may also lead back: extensions of a target, offsets of a timeline. Zero is no
 * change, so it is refused.
 */
export const signedAmountSchema = amountWithin(
  z.int().refine((amount) => amount !== 0, { message: 'zero changes nothing', params: { code: 'zero' } }),
).meta({ id: 'SignedAmount' });

export type Amount = z.infer<typeof amountSchema>;
