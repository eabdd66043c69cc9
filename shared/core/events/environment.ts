import * as z from 'zod';

/** What a function that puts events on the bus has to be given. */
export const busEnvironment = z.object({ BUS_NAME: z.string().min(1) });

/**
 * What a consumer has to be given: where it puts what it cannot handle, and after how many tries
 * its queue would do so without saying why.
 */
export const consumerEnvironment = z.object({ DEAD_LETTERS_URL: z.url(), MOST_TRIES: z.coerce.number().int().min(1) });
