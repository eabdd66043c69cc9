import * as z from 'zod';
import { ofAlert } from '#shared/casework/alerts/alert.events.ts';
import { ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { declareEvent } from '#shared/core/events/event-declaration.ts';

const ofWebhook = {
  about: ['configuration'],
  record: async () => (await import('#shared/core/definitions/configuration.schema.ts')).configurationSchema,
  consumers: ['notify'],
} as const;

export const webhookEvents = [
  /** Every message to a webhook has failed for a day. */
  declareEvent({
    ...ofWebhook,
    type: 'Webhook Failing',
    after: () => ({ since: z.string() }),
  }),
  /** It was switched off: by its endpoint (`gone`), or after five days of failing. */
  declareEvent({
    ...ofWebhook,
    type: 'Webhook Switched Off',
    before: () => ({ enabled: z.boolean() }),
    after: () => ({ enabled: z.boolean(), reason: z.enum(['failing', 'gone']), since: z.string() }),
  }),
  /** An administrator wants messages sent again: one, those of a time, or what has not arrived. */
  declareEvent({
    about: ['configuration'],
    type: 'Webhook Resend Requested',
    after: () => ({
      deliveryId: z.string().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
      since: z.string().optional(),
    }),
  }),
  /** A workflow calls a webhook about a record. */
  declareEvent({
    about: ['contact', 'case', 'alert'],
    record: async () => {
      const { contactSchema } = await import('#shared/casework/contacts/contact.ts');
      return z.union([contactSchema, await ofCase.record(), await ofAlert.record()]);
    },
    type: 'Webhook Requested',
    after: () => ({ webhook: z.string(), data: z.record(z.string(), z.unknown()) }),
  }),
] as const;
