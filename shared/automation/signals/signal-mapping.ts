import * as z from 'zod';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { key, longText, name } from '#shared/core/records/primitives.ts';

const liquid = z.string().min(1).max(2000);

/**
 * How an event of a SIS or LMS becomes an alert: which events, whom it concerns, what makes two of
 * them the same, what the alert says.
 */
export const signalMappingSchema = z
  .strictObject({
    name,
    enabled: z.boolean().default(true),
    match: conditionSchema,
    contactId: liquid.optional(),
    dedupeKey: liquid.optional(),
    alert: z.strictObject({
      type: key,
      priority: key.optional(),
      description: longText.optional(),
      course: z.strictObject({ code: liquid, section: liquid.optional() }).optional(),
      source: liquid.optional(),
      tags: z.array(liquid).max(20).optional(),
      fields: z.record(z.string(), z.union([liquid, z.number(), z.boolean()])).optional(),
    }),
    observe: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'SignalMapping' });
export type SignalMapping = z.infer<typeof signalMappingSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    'signal-mappings': SignalMapping;
  }
}
