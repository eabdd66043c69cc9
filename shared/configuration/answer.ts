import * as z from 'zod';
import { actorSchema, instant } from '#shared/core/records/primitives.ts';

/** A configuration as the API answers it: its value beside its bookkeeping. */
export const configurationAnswer = z
  .looseObject({
    key: z.string(),
    version: z.int(),
    createdAt: instant,
    createdBy: actorSchema,
    updatedAt: instant,
  })
  .meta({ id: 'Configuration' });
