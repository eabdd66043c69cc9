import * as z from 'zod';
import {
  actorSchema,
  email,
  instant,
  key,
  statement,
  subjectText,
  ulidSchema,
} from '#shared/core/records/primitives.ts';

const to = z
  .array(z.union([z.literal('requester'), email]))
  .min(1)
  .max(50)
  .optional();

/**
 * A mail to people of a case: by a template, or in words of its own. It goes to the requester where
 * it does not say.
 */
export const newMessageSchema = z
  .union([z.strictObject({ template: key, to }), z.strictObject({ subject: subjectText, text: statement, to })])
  .meta({ id: 'NewMessage' });

export const deliveryStates = ['queued', 'sent', 'failed', 'bounced', 'complained', 'suppressed'] as const;

/** A mail that staff sent from a case, with what became of it. */
export const messageSchema = z
  .strictObject({
    id: ulidSchema,
    createdAt: instant,
    createdBy: actorSchema,
    template: key.optional(),
    subject: z.string(),
    text: z.string(),
    to: z.array(
      z.strictObject({
        address: z.string(),
        name: z.string().optional(),
        state: z.enum(deliveryStates),
        at: instant.optional(),
      }),
    ),
  })
  .meta({ id: 'Message' });

/** A mail about a case, by any event. */
export const mailSchema = z
  .strictObject({
    eventId: z.string(),
    notification: z.string(),
    to: z.string(),
    at: instant,
    state: z.enum([...deliveryStates, 'held', 'digest']),
  })
  .meta({ id: 'SentMail' });
