import * as z from 'zod';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { name } from '#shared/core/records/primitives.ts';

/**
 * An endpoint of another system, and the events that it is sent. Where it may be depends on the
 * stage, which is asked when one is saved.
 */
export const webhookSchema = z
  .strictObject({
    name,
    url: z.string().min(1).max(2000),
    events: z.array(z.string().max(100)).min(1).max(200),
    enabled: z.boolean().default(true),
    condition: conditionSchema.optional(),
    payload: z.enum(['full', 'thin']).default('full').meta({
      description: '`thin`: which event of which record, and nothing of what it says.',
    }),
    private: z.boolean().default(false).meta({
      description: 'Events of private alerts and cases go to it too.',
    }),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    webhooks: Webhook;
  }
}
