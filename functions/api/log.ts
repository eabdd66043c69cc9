import { pageOf } from '#functions/api/pages.ts';
import type { RouteRequest } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { readBelow, readHistory } from '#shared/core/records/read.ts';
import { notePrefix, type SubjectRef } from '#shared/core/table/keys.ts';

// What alerts and cases have alike below them. Whether the caller may see it is asked of the record
// before.

type LogRequest = Pick<
  RouteRequest<unknown, { limit: number; cursor?: string | undefined; sort: 'createdAt' | '-createdAt' }, unknown>,
  'query' | 'caller'
>;

/** Whether the newest of a log comes first. */
export const isNewestFirst = ({ sort }: LogRequest['query']): boolean => sort === '-createdAt';

/** One page of everything that happened to a record. */
export const historyOf = (services: Services, asked: LogRequest, subject: SubjectRef) =>
  pageOf(services, asked, `history of ${subject.id}`, async (place) => {
    const { events, next } = await readHistory(services.table, subject, {
      ...place,
      descending: isNewestFirst(asked.query),
    });
    return { items: events, next };
  });

/** One page of the notes on a record. */
export const notesOf = (services: Services, asked: LogRequest, subject: SubjectRef) =>
  pageOf(services, asked, `notes of ${subject.id}`, async (place) => {
    const below = { prefix: notePrefix, descending: isNewestFirst(asked.query), ...place };
    const { items, next } = await readBelow(services.table, subject, below);
    return { items: items.map((item) => item.note as Note), next };
  });

/** What a request to add a note asks for. */
export const newNote = (
  { newId }: Services,
  {
    body,
    caller,
    now,
  }: Pick<RouteRequest<unknown, unknown, { text: string; public: boolean }>, 'body' | 'caller' | 'now'>,
) => ({ id: newId(now), ...body, by: actorOf(caller), at: now });
