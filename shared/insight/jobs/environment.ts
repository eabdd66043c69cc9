import * as z from 'zod';

/** What a function is given that begins jobs: for how many days what they leave is kept. */
export const jobsEnvironment = z.object({ JOBS_KEPT_DAYS: z.coerce.number().int().min(1).max(90) });
