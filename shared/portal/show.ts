import type * as z from 'zod';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { DisplayNames } from '#shared/casework/cases/declare-case-event.ts';
import { publicityOf } from '#shared/casework/cases/notes/publicity.ts';
import { statusOf } from '#shared/casework/cases/status.ts';
import { eventsOfCases } from '#shared/casework/casework.events.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { addNoteToCase } from '#shared/casework/notes/note.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import type { nearbyCaseSchema } from '#shared/portal/form.routes.ts';
import type { happeningSchema, noteForRequesterSchema } from '#shared/portal/portal.schema.ts';

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

/** What an event of a case shows its requester; undefined where it is not for them. */
export const happeningOf = (event: DomainEvent, names: DisplayNames): z.input<typeof happeningSchema> | undefined => {
  if (publicityOf(event, names.type) !== 'public') return undefined;
  const { eventId, type, occurredAt, actor } = event;
  const { line, lineForRequester = line, named } = eventsOfCases.get(type) ?? {};
  const text = type === 'Note Added' ? 'A note was added' : lineForRequester?.(event, names);
  if (text === undefined) return undefined;
  const name = named?.(event, names);
  return { eventId, type, occurredAt, actor: { kind: actor.kind }, text, ...(name !== undefined && { named: name }) };
};

// A conversation of a thousand notes is read by nobody any more, and the holder of a link may be a
// program. Staff may go on.
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

/** What anybody is shown of an open case near a place. Undefined for one without a place. */
export const answerNearbyCase = (
  record: Case,
  { type }: CaseDefinition,
  { distance, showsSubject }: { distance: number; showsSubject: boolean },
): z.input<typeof nearbyCaseSchema> | undefined => {
  const { reference, subject, status, location, createdAt } = record;
  if (!location) return undefined;
  return {
    reference,
    ...(showsSubject && { subject }),
    status: { ...status, name: statusOf(type, status.key)?.name ?? status.key },
    location: { lat: location.lat, lon: location.lon },
    distance: Math.round(distance),
    createdAt,
  };
};
