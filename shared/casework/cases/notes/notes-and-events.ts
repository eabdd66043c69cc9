import type { DisplayNames } from '#shared/casework/cases/declare-case-event.ts';
import { systemNoteOf } from '#shared/casework/cases/notes/system-notes.ts';
import type { Note, SystemNote } from '#shared/casework/notes/note.schema.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { readBelow } from '#shared/core/records/read.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { eventPrefix, notePrefix, type SubjectRef } from '#shared/core/table/keys.ts';
import { rowsAPageLooksAt } from '#shared/core/table/merge.ts';
import type { Table } from '#shared/core/table/table.ts';

interface HistoryQuery {
  limit: number;
  after: string | undefined;
  /** The newest first. */
  descending?: boolean;
  names: DisplayNames;
}

/** Where a page ended among the notes and among the events; a cursor holds both. */
interface Position {
  note?: string | undefined;
  event?: string | undefined;
}
interface HistoryRow {
  sk: string;
  note: Note | SystemNote | undefined;
}

/** What lies below a record behind a place, read a page at a time as it is asked for. */
async function* rowsBelow(
  table: Table,
  subject: SubjectRef,
  below: { prefix: string; after: string | undefined; limit: number; descending?: boolean },
  noteIn: (item: Item) => HistoryRow['note'],
): AsyncGenerator<HistoryRow, undefined> {
  for (let { after } = below; ; ) {
    const { items, next } = await readBelow(table, subject, { ...below, after });
    for (const item of items) yield { sk: item.sk, note: noteIn(item) };
    if (next === undefined) return;
    after = next;
  }
}

type Row = HistoryRow | undefined;
/** What is no note is passed over at once; of two of one instant the event is the older. */
const eventComesFirst = (event: Row, note: Row, descending: boolean): boolean => {
  if (!event || !note?.note) return event !== undefined;
  if (!event.note) return true;
  return event.note.createdAt <= note.note.createdAt !== descending;
};

/**
 * One page of notes and events of a case in order. They lie in two ranges of one partition; the
 * cursor has the place in each, so that nothing is repeated or left out while others write.
 */
export const notesAndEvents = async (table: Table, subject: SubjectRef, { names, after, ...query }: HistoryQuery) => {
  const { limit, descending = false } = query;
  const from: Position = after === undefined ? {} : JSON.parse(after);
  const noteRows = rowsBelow(
    table,
    subject,
    { prefix: notePrefix, after: from.note, ...query },
    (item) => item.note as Note,
  );
  const eventRows = rowsBelow(table, subject, { prefix: eventPrefix, after: from.event, ...query }, (item) =>
    systemNoteOf(item.event as DomainEvent, names),
  );
  let [note, event] = [(await noteRows.next()).value, (await eventRows.next()).value];
  const items: (Note | SystemNote)[] = [];
  let end = from;
  for (let looked = 0; looked < rowsAPageLooksAt; looked++) {
    const takesEvent = eventComesFirst(event, note, descending);
    const row = takesEvent ? event : note;
    if (!row) return { items };
    if (row.note && items.length === limit) return { items, next: JSON.stringify(end) };
    if (row.note) items.push(row.note);
    end = { ...end, [takesEvent ? 'event' : 'note']: row.sk };
    if (takesEvent) event = (await eventRows.next()).value;
    else note = (await noteRows.next()).value;
  }
  return { items, next: JSON.stringify(end) };
};
