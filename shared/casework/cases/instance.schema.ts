import * as z from 'zod';
import { name, shortText } from '#shared/core/records/primitives.ts';

/**
 * What an institution offers its cases under, such as advising or complaints: with words and
 * features of its own.
 */
export const instanceSchema = z
  .strictObject({
    name,
    enabled: z.boolean().default(true),
    labels: z.record(z.string(), shortText).optional(),
    features: z.array(z.string().max(64)).max(50).optional(),
  })
  .meta({ id: 'Instance' });
export type Instance = z.infer<typeof instanceSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    instances: Instance;
  }
}
