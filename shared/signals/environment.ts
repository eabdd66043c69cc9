import * as z from 'zod';

/** Where a signal goes that a mapping matches but that cannot be applied. */
export const signalsEnvironment = z.object({ SIGNALS_DLQ_URL: z.url() });
