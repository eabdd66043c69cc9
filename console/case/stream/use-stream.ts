import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useApi } from '#console/app/context.ts';
import { useCase, useCaseQueries } from '#console/case/case-context.ts';
import { type EventAnswer, type StreamFilter, streamRows } from '#console/case/stream/stream-rows.ts';

interface Cursors {
  notes?: string | undefined;
  events?: string | undefined;
}

const pageSize = 50;
const newestFirst = { sort: '-createdAt', limit: pageSize } as const;

/** The stream of a case, a page at a time from its newest end. */
export const useStream = (filter: StreamFilter) => {
  const api = useApi();
  const { id } = useCase();
  const queries = useCaseQueries();
  const path = { id };
  const pages = useInfiniteQuery({
    queryKey: ['case', id, 'stream'],
    initialPageParam: {} as Cursors,
    queryFn: async ({ pageParam: { notes, events } }) => {
      const [said, happened] = await Promise.all([
        api.caseNotes({
          path,
          query: { ...newestFirst, system: 'true', ...(notes !== undefined && { cursor: notes }) },
        }),
        api.caseHistory({ path, query: { ...newestFirst, ...(events !== undefined && { cursor: events }) } }),
      ]);
      return { said: said.data, happened: happened.data };
    },
    getNextPageParam: ({ said, happened }): Cursors | undefined =>
      said.nextCursor === undefined ? undefined : { notes: said.nextCursor, events: happened.nextCursor },
  });
  const messages = useQuery(queries.messages);
  const mails = useQuery(queries.mails);
  const all = pages.data?.pages ?? [];
  const events = new Map<string, EventAnswer>(
    all.flatMap(({ happened }) => happened.items.map((event) => [event.eventId, event] as const)),
  );
  const rows = streamRows(
    {
      notes: all.flatMap(({ said }) => said.items),
      events,
      messages: messages.data ?? [],
      mails: mails.data ?? [],
      isMore: pages.hasNextPage,
    },
    filter,
  );
  return { ...pages, rows };
};
