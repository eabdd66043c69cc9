import * as z from 'zod';
import { declareEvent } from '#shared/core/events/event-declaration.ts';

export const signalEvents = [
  /** A mapping took an event of a SIS or LMS: what was kept of it, once for its dedupe key. */
  declareEvent({
    type: 'Signal Received',
    about: ['contact'],
    after: async () => ({
      /** Key of the mapping. */
      mapping: z.string(),
      /** As the event had them on the bus. */
      source: z.string(),
      detailType: z.string(),
      sentAt: z.string(),
      dedupeKey: z.string(),
      /** The alert that it made, or that it repeats. */
      alertId: z.string().optional(),
      /** What the mapping says of the alert. */
      alert: (await import('#shared/casework/alerts/alert.ts')).newAlertSchema.optional(),
      observed: z.array((await import('#shared/automation/signals/observation.schema.ts')).observedSchema).optional(),
    }),
    triggers: { signal: true },
  }),
] as const;
