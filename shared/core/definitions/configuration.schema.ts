import * as z from 'zod';
import { actorSchema, instant, recordBase } from '#shared/core/records/primitives.ts';

/**
 * A piece of configuration as a record: versioned, with a history, like everything else. Its id is
 * `<kind>/<key>`.
 */
export const configurationSchema = z
  .strictObject({
    ...recordBase.shape,
    kind: z.string(),
    key: z.string(),
    value: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'ConfigurationRecord' });

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
