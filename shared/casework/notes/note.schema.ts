import * as z from 'zod';
import { eventTypeSchema } from '#shared/core/events/event.schema.ts';
import { actorSchema, instant, longText, statement, ulidSchema } from '#shared/core/records/primitives.ts';

export const newNoteSchema = z
  .strictObject({ text: statement, public: z.boolean().default(false) })
  .meta({ id: 'NewNote' });

/** A file that came with a note by mail. Sizes in bytes. */
export const attachmentSchema = z
  .strictObject({ id: z.string(), name: z.string(), contentType: z.string(), size: z.int().min(0) })
  .meta({ id: 'Attachment' });

/** A note below a case or an alert. A private one never reaches a requester. */
export const noteSchema = z
  .strictObject({
    id: ulidSchema,
    createdAt: instant,
    createdBy: actorSchema,
    text: longText,
    public: z.boolean(),
    /** How it came, where not through the API. */
    via: z.literal('mail').optional(),
    /** The file of the case that holds the whole mail. */
    mailFileId: ulidSchema.optional(),
    /** Set where nobody has confirmed that the mail is from whom it says. */
    unverifiedSender: z.literal(true).optional(),
    /** What came with it. */
    attachments: z.array(attachmentSchema).optional(),
  })
  .meta({ id: 'Note' });

/**
 * What happened to a case, in words, where it is listed among its notes. It is read off the event,
 * whose id it has, and kept nowhere.
 */
export const systemNoteSchema = noteSchema
  .pick({ id: true, createdAt: true, createdBy: true, text: true, public: true })
  .extend({ system: z.literal(true), event: eventTypeSchema })
  .meta({ id: 'SystemNote' });

export type Note = z.infer<typeof noteSchema>;
export type SystemNote = z.infer<typeof systemNoteSchema>;
