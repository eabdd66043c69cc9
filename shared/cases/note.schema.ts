import * as z from 'zod';
import { actorSchema, instant, longText, ulidSchema } from '#shared/records/primitives.ts';

export const newNoteSchema = z
  .strictObject({ text: longText.min(1), public: z.boolean().default(false) })
  .meta({ id: 'NewNote' });

/** A note below a case or an alert. A private one never reaches a requester. */
export const noteSchema = z
  .strictObject({
    id: ulidSchema,
    createdAt: instant,
    createdBy: actorSchema,
    text: longText,
    public: z.boolean(),
  })
  .meta({ id: 'Note' });
