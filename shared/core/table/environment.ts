import * as z from 'zod';

/** What a function that reads or writes the table has to be given. */
export const tableEnvironment = z.object({ TABLE_NAME: z.string().min(1) });
