import * as z from 'zod';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { name } from '#shared/core/records/primitives.ts';

/**
 * Contacts of whom a condition holds: over themselves, and over the alerts, cases and tasks that
 * they have.
 */
export const segmentSchema = z
  .strictObject({ name, condition: conditionSchema, enabled: z.boolean().default(true) })
  .meta({ id: 'Segment' });
export type Segment = z.infer<typeof segmentSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    segments: Segment;
  }
}
