import type { ItemOf } from '#client/client.ts';
import type { MessageAnswer } from '#console/case/case-queries.ts';

// What was written on a case and what happened to it as one stream, the newest first.

export type NoteAnswer = ItemOf<'caseNotes'>;
export type EventAnswer = ItemOf<'caseHistory'>;
type MailAnswer = ItemOf<'caseMails'>;

/** One member that an event changed. */
export interface Change {
  /** `priority`, `fields.course`. */
  path: string;
  before: unknown;
  after: unknown;
}

export type StreamRow =
  | { kind: 'note'; id: string; at: string; note: NoteAnswer }
  | {
      kind: 'event';
      id: string;
      at: string;
      type: string;
      actor: NoteAnswer['createdBy'];
      /** Whether requesters see it. */
      isPublic: boolean;
      changes: readonly Change[];
      /** What was said with it. */
      said: readonly string[];
      /** The API's own words, where its event is not at hand. */
      text?: string;
      message?: MessageAnswer;
      /** What was done to a target, such as `pause`. */
      operation?: string;
    }
  | { kind: 'mail'; id: string; at: string; mails: readonly MailAnswer[] };

export const streamFilters = ['all', 'notes', 'events', 'mail'] as const;
export type StreamFilter = (typeof streamFilters)[number];

// Members whose change people want to read; others follow from them, or count.
const told = new Set([
  'subject',
  'description',
  'contactId',
  'priority',
  'status',
  'stage',
  'subtype',
  'tags',
  'assignee',
  'dueAt',
  'private',
  'location',
  'type',
  'clients',
  'locks',
]);

const membersIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

const changesBelow = (prefix: string, before: unknown, after: unknown): Change[] => {
  const [old, now] = [membersIn(before), membersIn(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((key) => !isSame(old[key], now[key]))
    .map((key) => ({ path: `${prefix}.${key}`, before: old[key], after: now[key] }));
};

/** What an event changed, member by member; nothing of the one that began it all. */
export const changesIn = ({ type, changed, before, after }: EventAnswer): Change[] => {
  if (type === 'Case Created') return [];
  return changed.flatMap((member) => {
    if (member === 'fields') return changesBelow(member, before.fields, after.fields);
    if (member === 'details')
      return Object.keys({ ...membersIn(before.details), ...membersIn(after.details) }).flatMap((section) =>
        changesBelow(`details.${section}`, membersIn(before.details)[section], membersIn(after.details)[section]),
      );
    // While a clock stands still there is nothing to be due.
    const isOver = member === 'dueAt' && after.dueAt === undefined;
    return told.has(member) && !isOver ? [{ path: member, before: before[member], after: after[member] }] : [];
  });
};

// Where in the after side of an event there are words of people, or a reason that has words.
const wordsOfPeople = [
  ['reason'],
  ['note'],
  ['closure', 'details'],
  ['hold', 'reason'],
  ['question', 'text'],
  ['question', 'answer', 'text'],
  ['task', 'title'],
  ['task', 'outcome'],
  ['activity', 'subject'],
  ['appointment', 'title'],
  ['file', 'name'],
  ['message', 'subject'],
] as const;

const textAt = (value: unknown, path: readonly string[]): string | undefined => {
  const found = path.reduce<unknown>((inner, name) => membersIn(inner)[name], value);
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** What people said with an event, as far as the event holds it. */
export const saidIn = ({ after }: Pick<EventAnswer, 'after'>): string[] =>
  wordsOfPeople.flatMap((path) => textAt(after, path) ?? []);

/** One thing is mailed to many people: mails without anything between them are one row. */
const mailsTogether = (rows: readonly StreamRow[]): StreamRow[] => {
  const together: StreamRow[] = [];
  for (const row of rows) {
    const before = together.at(-1);
    if (row.kind === 'mail' && before?.kind === 'mail')
      together[together.length - 1] = { ...before, mails: [...before.mails, ...row.mails] };
    else together.push(row);
  }
  return together;
};

interface StreamParts {
  /** Notes and what happened, the newest first. */
  notes: readonly NoteAnswer[];
  /** The events of the history that have been read. */
  events: ReadonlyMap<string, EventAnswer>;
  messages: readonly MessageAnswer[];
  mails: readonly MailAnswer[];
  /** There is more behind the notes: what is older than the last of them is left for then. */
  isMore: boolean;
}

const rowOf = (note: NoteAnswer, { events, messages }: StreamParts): StreamRow => {
  const { id, createdAt: at } = note;
  if (!('system' in note)) return { kind: 'note', id, at, note };
  const event = events.get(id);
  const messageId = event && textAt(event.after, ['message', 'id']);
  const message = messages.find((one) => one.id === messageId);
  const operation = event && textAt(event.after, ['operation', 'do']);
  return {
    kind: 'event',
    id,
    at,
    type: note.event,
    actor: note.createdBy,
    isPublic: note.public,
    changes: event ? changesIn(event) : [],
    said: event ? saidIn(event) : [],
    ...(!event && { text: note.text }),
    ...(message && { message }),
    ...(operation !== undefined && { operation }),
  };
};

const isOf = (row: StreamRow, filter: StreamFilter): boolean => {
  if (filter === 'all') return true;
  if (filter === 'notes') return row.kind === 'note';
  if (filter === 'mail') return row.kind === 'mail' || (row.kind === 'event' && row.message !== undefined);
  return row.kind === 'event';
};

/** All that is to be shown, the newest first. */
export const streamRows = (parts: StreamParts, filter: StreamFilter): StreamRow[] => {
  const { notes, mails, isMore } = parts;
  const oldest = isMore ? notes.at(-1)?.createdAt : undefined;
  const rows = notes.map((note) => rowOf(note, parts));
  // What staff sent stands among what happened already.
  const sent = new Set(rows.flatMap((row) => (row.kind === 'event' && row.message ? [row.message.id] : [])));
  const letters = mails
    .filter(({ eventId, at }) => !sent.has(eventId) && (oldest === undefined || at >= oldest))
    .map((mail) => ({
      kind: 'mail' as const,
      id: `${mail.eventId} ${mail.notification} ${mail.to}`,
      at: mail.at,
      mails: [mail],
    }));
  const sorted = [...rows, ...letters]
    .filter((row) => isOf(row, filter))
    .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));
  return mailsTogether(sorted);
};
