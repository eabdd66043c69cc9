import { namesFor } from '#functions/api/names.ts';
import { pageOf } from '#functions/api/pages.ts';
import { loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import type { DomainEvent } from '#shared/events/event.ts';
import { myHistoryRoutes } from '#shared/portal/portal.routes.ts';
import { happeningOf } from '#shared/portal/show.ts';
import type { Item } from '#shared/table/decision.ts';
import { eventPrefix, partitionOf } from '#shared/table/keys.ts';
import { mergePages } from '#shared/table/merge.ts';

// GET …/history: what is public of it, by the same split as system notes.
export const myHistory = storyBothWays(myHistoryRoutes, async (services, request) => {
  const { record, definition } = await loadForRequester(services, request, 'view');
  const names = await namesFor(services, definition);
  const told = ({ event }: Item) => happeningOf(event as DomainEvent, names);
  const source = { pk: partitionOf({ kind: 'case', id: record.id }), prefix: eventPrefix, consistent: true };
  const body = await pageOf(services, request, `public history of ${record.id}`, async (place) => {
    const { items, next } = await mergePages(services.table, {
      ...place,
      sources: [source],
      descending: false,
      accept: (item) => told(item) !== undefined,
    });
    return { items: items.flatMap((item) => told(item) ?? []), next };
  });
  return { body };
});
