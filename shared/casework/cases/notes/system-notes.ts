import type { DisplayNames } from '#shared/casework/cases/declare-case-event.ts';
import { publicityOf } from '#shared/casework/cases/notes/publicity.ts';
import { eventsOfCases } from '#shared/casework/casework.events.ts';
import type { SystemNote } from '#shared/casework/notes/note.schema.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';

/**
 * What an event of a case reads as among its notes; undefined where the type leaves it out, and of
 * a note itself. Nothing is written for it: a system note is read off the event.
 */
export const systemNoteOf = (event: DomainEvent, names: DisplayNames): SystemNote | undefined => {
  const publicity = publicityOf(event, names.type);
  const text = publicity === 'off' ? undefined : eventsOfCases.get(event.type)?.line?.(event, names);
  if (text === undefined) return undefined;
  return {
    id: event.eventId,
    createdAt: event.occurredAt,
    createdBy: event.actor,
    text,
    public: publicity === 'public',
    system: true,
    event: event.type,
  };
};
