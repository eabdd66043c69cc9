import * as z from 'zod';
import { key } from '#shared/core/records/primitives.ts';

const fieldKey = z.string().min(1).max(64);

/**
 * Where open records of the version before go: the new name of what they have, or null to let it
 * go.
 */
export const migrationSchema = z
  .strictObject({
    statuses: z.record(key, key).default({}),
    stages: z.record(key, key.nullable()).default({}),
    fields: z.record(fieldKey, fieldKey.nullable()).default({}),
  })
  .meta({ id: 'Migration' });
export type Migration = z.infer<typeof migrationSchema>;
