import type * as z from 'zod';
import type { Alert } from '#shared/alerts/alert.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { nextVersion, withClocks } from '#shared/cases/change-case.ts';
import type { noteSchema } from '#shared/cases/note.schema.ts';
import { stopClock } from '#shared/clocks/clock.ts';
import { changeEvent, type EventDraft } from '#shared/events/event.ts';
import { iso } from '#shared/records/instants.ts';
import type { Actor } from '#shared/records/primitives.ts';
import type { Decision } from '#shared/table/decision.ts';
import { noteKey } from '#shared/table/keys.ts';

export type Note = z.infer<typeof noteSchema>;

interface AddNote {
  id: string;
  text: string;
  public: boolean;
  by: Actor;
  at: number;
}

export const noteFrom = ({ id, text, public: isPublic, by, at }: AddNote): Note => ({
  id,
  createdAt: iso(at),
  createdBy: by,
  text,
  public: isPublic,
});

/** Adds a note to a case, whatever its state. The first public one by staff meets the first-response target. */
export const addNoteToCase = (current: Case, command: AddNote, definition: CaseDefinition): Decision<Case> => {
  const note = noteFrom(command);
  const isResponse = note.public && note.createdBy.kind === 'user';
  const answered = isResponse
    ? withClocks(current, definition, (clock) =>
        clock.key === 'first-response' ? stopClock(clock, command.at) : clock,
      )
    : current;
  return withNote(
    'case',
    current,
    nextVersion(current, { ...answered, noteCount: current.noteCount + 1 }, command.at),
    note,
  );
};

/** Adds a note to an alert: its internal discussion. */
export const addNoteToAlert = (current: Alert, command: AddNote): Decision<Alert> => {
  const note = noteFrom(command);
  return withNote(
    'alert',
    current,
    { ...current, noteCount: current.noteCount + 1, version: current.version + 1, updatedAt: note.createdAt },
    note,
  );
};

/** Beside the note it says what the note moved: a first-response clock that it met. */
const addedTo = (before: Case | Alert, after: Case | Alert, note: Note): EventDraft => {
  const draft = changeEvent('Note Added', before, after);
  return { ...draft, after: { ...draft.after, note } };
};

const withNote = <R extends Case | Alert>(kind: 'case' | 'alert', before: R, after: R, note: Note): Decision<R> => ({
  kind,
  before,
  after,
  events: [addedTo(before, after, note)],
  items: [{ put: { ...noteKey({ kind, id: before.id }, note.id), note }, when: 'new' }],
});
