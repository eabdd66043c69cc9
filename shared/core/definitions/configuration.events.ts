import * as z from 'zod';
import { declareEvent } from '#shared/core/events/event-declaration.ts';

export const configurationEvents = [
  declareEvent({
    about: ['configuration'],
    record: async () => (await import('#shared/core/definitions/configuration.schema.ts')).configurationSchema,
    // Members of its value, as its kind has them. Without any after it, it was deleted.
    changes: () => z.record(z.string(), z.unknown()),
    type: 'Configuration Changed',
    consumers: ['automation'],
  }),
] as const;
