import * as z from 'zod';

/** What a function that puts events on the bus has to be given. */
export const busEnvironment = z.object({ BUS_NAME: z.string().min(1) });
