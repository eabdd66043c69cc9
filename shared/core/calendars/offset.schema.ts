import * as z from 'zod';
import { largest } from '#shared/core/calendars/amount.ts';

const offsetUnits = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;

// As of every amount: nothing waits longer than ten years.
const furthest: Record<(typeof offsetUnits)[number], number> = { ...largest, weeks: 522, months: 120 };

/**
 * How far from something else a thing is planned: after it, before it where negative, with it where
 * zero.
 */
export const offsetSchema = z
  .strictObject({ amount: z.int(), unit: z.enum(offsetUnits), time: z.enum(['calendar', 'working']) })
  .superRefine(({ amount, unit }, context) => {
    if (Math.abs(amount) <= furthest[unit]) return;
    context.addIssue({
      code: 'custom',
      path: ['amount'],
      params: { code: 'too-large', of: unit, most: furthest[unit] },
      message: `at most ten years: ${furthest[unit]} ${unit}`,
    });
  })
  .meta({ id: 'Offset' });
