import type * as z from 'zod';
import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { addNoteToCase, type Note } from '#shared/cases/note.ts';
import { Refusal } from '#shared/errors.ts';
import type { noteForRequesterSchema } from '#shared/portal/portal.schema.ts';
import type { Decision } from '#shared/table/decision.ts';

/** A public note as a requester sees it: not who of staff wrote it, nor where its files lie. */
export const noteForRequester = ({
  id,
  createdAt,
  createdBy,
  text,
  attachments,
}: Note): z.input<typeof noteForRequesterSchema> => ({
  id,
  createdAt,
  createdBy: { kind: createdBy.kind },
  text,
  ...(attachments && { attachments: attachments.map(({ name, contentType, size }) => ({ name, contentType, size })) }),
});

// A conversation of a thousand notes is read by nobody any more, and whoever has a link may be a program. Staff may go on.
const mostNotes = 1000;

/** Adds a note by the requester of a case. @throws `too-many-notes` (409) */
export const addNoteByRequester = (
  current: Case,
  command: Parameters<typeof addNoteToCase>[1],
  definition: CaseDefinition,
): Decision<Case> => {
  if (current.noteCount >= mostNotes) throw new Refusal('too-many-notes');
  return addNoteToCase(current, command, definition);
};
