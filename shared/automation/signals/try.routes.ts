import * as z from 'zod';
import { observedSchema } from '#shared/automation/signals/observation.schema.ts';
import { signalMappingSchema } from '#shared/automation/signals/signal-mapping.ts';
import { newAlertSchema } from '#shared/casework/alerts/alert.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';

/** Of an envelope so many events are answered: enough to see what a mapping does. */
export const mostTried = 100;

const tried = {
  matched: z.boolean(),
  explanation: z.unknown().meta({ description: 'The condition with what each part of it found.' }),
  contactId: z.string().nullable(),
  dedupeKey: z.string().nullable(),
  alert: newAlertSchema.nullable(),
  observed: z.array(observedSchema).optional(),
  reason: z.string().optional().meta({ description: 'Why it would go to the dead letters.' }),
};
const triedEvent = z.strictObject(tried);
export type TriedEvent = z.infer<typeof triedEvent>;

export const trySignalMappingRoute = defineRoute({
  name: 'trySignalMapping',
  method: 'POST',
  path: '/v1/signal-mappings/try',
  family: 'config',
  who: 'admin',
  summary: 'What a mapping would make of an event; nothing is written',
  keepsDigitsOf: 'event',
  // An event of 1 MB with the mapping around it.
  largestBody: 1.5 * 1024 * 1024,
  body: z.strictObject({
    mapping: signalMappingSchema,
    event: z.strictObject({
      source: z.string().min(1).max(256),
      detailType: z.string().min(1).max(128),
      detail: z.record(z.string(), z.unknown()),
    }),
  }),
  answer: z
    .strictObject({
      ...tried,
      events: z
        .array(triedEvent)
        .optional()
        .meta({ description: `Of an envelope each event, ${mostTried} at the most.` }),
    })
    .meta({ id: 'TriedMapping' }),
  refusals: ['not-allowed', 'unknown-reference'],
});
