import type { Happening, MyNote } from '#console/portal/my-case.ts';

export interface Entry {
  id: string;
  at: string;
  note?: MyNote;
  happening?: Happening;
}

/** What is read of a list from its newest end. */
interface ReadSoFar<Item> {
  items: readonly Item[];
  hasMore: boolean;
}

/**
 * What was written and what happened, newest first; a note that was added is said once. It ends
 * where one of the lists is not read on: what is older would have gaps.
 */
export const entriesOf = (notes: ReadSoFar<MyNote>, history: ReadSoFar<Happening>): Entry[] => {
  const oldestOfNotes = notes.hasMore ? notes.items.at(-1)?.createdAt : undefined;
  const oldestOfHistory = history.hasMore ? history.items.at(-1)?.occurredAt : undefined;
  return [
    ...notes.items.map((note) => ({ id: note.id, at: note.createdAt, note })),
    ...history.items
      .filter(({ type }) => type !== 'Note Added' && type !== 'Message Sent')
      .map((happening) => ({ id: happening.eventId, at: happening.occurredAt, happening })),
  ]
    .filter(({ at }) => at >= (oldestOfNotes ?? '') && at >= (oldestOfHistory ?? ''))
    .sort((one, other) => (one.at < other.at ? 1 : -1));
};

/** As many as one sees at first. */
export const entriesShown = 12;
