import type { Alert } from '#shared/casework/alerts/alert.ts';
import { changeAlert } from '#shared/casework/alerts/change-alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { noteKey } from '#shared/core/table/keys.ts';

interface AddNote {
  id: string;
  text: string;
  public: boolean;
  by: Actor;
  at: number;
  via?: Note['via'];
  mailFileId?: Note['mailFileId'];
  unverifiedSender?: Note['unverifiedSender'];
  attachments?: Note['attachments'];
}

export const noteFrom = ({ id, text, public: isPublic, by, at, via, attachments, ...ofMail }: AddNote): Note => ({
  id,
  createdAt: iso(at),
  createdBy: by,
  text,
  public: isPublic,
  ...(via && { via }),
  ...(ofMail.mailFileId && { mailFileId: ofMail.mailFileId }),
  ...(ofMail.unverifiedSender && { unverifiedSender: ofMail.unverifiedSender }),
  ...(attachments && attachments.length > 0 && { attachments }),
});

/** The item of a note below its record. */
export const noteItem = (kind: 'case' | 'alert', id: string, note: Note): Write => ({
  put: { ...noteKey({ kind, id }, note.id), note },
  when: 'new',
});

/** Adds a note to a case in any state. The clocks of replies count it. */
export const addNoteToCase = (current: Case, command: AddNote, definition: CaseDefinition): Decision<Case> => {
  const note = noteFrom(command);
  return changeCase(
    current,
    { ...current, noteCount: current.noteCount + 1 },
    {
      type: 'Note Added',
      at: command.at,
      definition,
      detail: { note },
      items: [noteItem('case', current.id, note)],
    },
  );
};

/** Adds a note to an alert: its internal discussion. */
export const addNoteToAlert = (current: Alert, command: AddNote): Decision<Alert> => {
  const note = noteFrom(command);
  const after = { ...current, noteCount: current.noteCount + 1 };
  const changed = changeAlert(current, after, { type: 'Note Added', at: command.at, detail: { note } });
  return { ...changed, items: [noteItem('alert', current.id, note)] };
};
