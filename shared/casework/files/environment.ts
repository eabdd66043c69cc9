import * as z from 'zod';

/** What a function that reads or writes files has to be given. */
export const filesEnvironment = z.object({ FILES_BUCKET: z.string().min(3) });
