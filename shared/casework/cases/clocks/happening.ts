import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseworkEventType, DraftOf } from '#shared/casework/casework.events.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';

/** An event as the clocks and the agenda hear it: with the case after it, but for its clocks. */
export type Happening = DraftOf<CaseworkEventType> & {
  /** Epoch milliseconds. */
  at: number;
  record: Omit<Case, 'clocks'>;
};

const noteOf = ({ type, after }: Happening): Note | undefined => (type === 'Note Added' ? after.note : undefined);

// Only staff send messages, make appointments and ask questions.
const publicActs: ReadonlySet<string> = new Set(['Message Sent', 'Appointment Created', 'Question Asked']);
/** What staff do that the requester sees. */
export const isStaffReply = (happening: Happening): boolean => {
  const note = noteOf(happening);
  return publicActs.has(happening.type) || (note?.public === true && note.createdBy.kind === 'user');
};
/** What the requester says; an answer is theirs also where staff wrote it down. */
export const isFromRequester = (happening: Happening): boolean =>
  happening.type === 'Question Answered' || noteOf(happening)?.createdBy.kind === 'requester';
