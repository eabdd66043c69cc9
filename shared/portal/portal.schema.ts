import * as z from 'zod';
import { attachmentSchema, noteSchema } from '#shared/casework/notes/note.schema.ts';
import { eventTypeSchema } from '#shared/core/events/event.schema.ts';
import { fieldToFillSchema } from '#shared/core/records/field-definition.schema.ts';
import { actorSchema, instant, key, longText, name, statement } from '#shared/core/records/primitives.ts';

// What a requester is shown of what lies below their case. Each names what it shows; what it does
// not name stays with staff.

/** Who did something: which kind of actor, and not who of staff. */
const byKind = actorSchema.pick({ kind: true });

/** A public note. */
export const noteForRequesterSchema = noteSchema
  .pick({ id: true, createdAt: true, text: true })
  .extend({ createdBy: byKind, attachments: z.array(attachmentSchema.omit({ id: true })).optional() })
  .meta({ id: 'NoteForRequester' });

/** What a requester writes is public: they may say so, and nothing else. */
export const newNoteByRequesterSchema = z
  .strictObject({ text: statement, public: z.literal(true).optional() })
  .meta({ id: 'NewNoteByRequester' });

/** What happened to a case as far as it is public, in words. */
export const happeningSchema = z
  .strictObject({
    eventId: z.string(),
    type: eventTypeSchema,
    occurredAt: instant,
    actor: byKind,
    text: z.string().meta({ description: 'In English, as its requester reads it.' }),
    named: z.string().optional().meta({
      description: 'Whom or what `text` names: the question, the title, the file. The rest follows from `type`.',
    }),
  })
  .meta({ id: 'Happening' });

/** A case type as somebody who raises a case of it for themselves fills it in. */
export const caseTypeForRequesterSchema = z
  .strictObject({
    key,
    name,
    description: longText.optional(),
    onBehalfOf: z.boolean().meta({ description: 'Whether it may be raised for somebody else.' }),
    fields: z.array(fieldToFillSchema),
  })
  .meta({ id: 'CaseTypeForRequester' });
