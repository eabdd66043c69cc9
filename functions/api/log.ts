import { openCursor, page } from '#functions/api/pages.ts';
import type { StoryRequest } from '#functions/api/story.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import type { Note } from '#shared/cases/note.ts';
import { readBelow, readHistory } from '#shared/records/read.ts';
import { notePrefix, type SubjectRef } from '#shared/table/keys.ts';

// What alerts and cases have alike below them. Whether the caller may see it is asked of the record before.

type Asked = Pick<StoryRequest<unknown, { limit: number; cursor?: string | undefined }, unknown>, 'query' | 'caller'>;

/** One page of everything that happened to a record, oldest first. */
export const historyOf = async (services: Services, { query, caller }: Asked, subject: SubjectRef) => {
  const name = `history of ${subject.id}`;
  const after = await openCursor(services, caller, name, query);
  const { events, next } = await readHistory(services.table, subject, { limit: query.limit, after });
  return page(services, caller, name, query, { items: events, next });
};

/** One page of the notes on a record, oldest first. */
export const notesOf = async (services: Services, { query, caller }: Asked, subject: SubjectRef) => {
  const name = `notes of ${subject.id}`;
  const after = await openCursor(services, caller, name, query);
  const { items, next } = await readBelow(services.table, subject, { prefix: notePrefix, limit: query.limit, after });
  return page(services, caller, name, query, { items: items.map((item) => item.note as Note), next });
};

/** What a request to add a note asks for. */
export const newNote = (
  { newId }: Services,
  {
    body,
    caller,
    now,
  }: Pick<StoryRequest<unknown, unknown, { text: string; public: boolean }>, 'body' | 'caller' | 'now'>,
) => ({ id: newId(now), ...body, by: actorOf(caller), at: now });
