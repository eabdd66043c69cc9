import * as z from 'zod';

/** What a function that starts wake-ups has to be given. */
export const wakeUpEnvironment = z.object({
  WAKE_UP_MACHINE_ARN: z.string().min(1),
  HORIZON_DAYS: z.coerce.number().int().min(1).max(365),
});
