import { namesFor } from '#functions/api/names.ts';
import { pageBelow } from '#functions/api/pages.ts';
import { loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import type { DomainEvent } from '#shared/events/event.ts';
import { myHistoryRoutes } from '#shared/portal/portal.routes.ts';
import { happeningOf } from '#shared/portal/show.ts';
import type { Item } from '#shared/table/decision.ts';
import { eventPrefix } from '#shared/table/keys.ts';

// GET …/history: what is public of it, by the same split as system notes.
export const myHistory = storyBothWays(myHistoryRoutes, async (services, request) => {
  const { record, definition } = await loadForRequester(services, request, 'view');
  const names = await namesFor(services, definition);
  const show = ({ event }: Item) => happeningOf(event as DomainEvent, names);
  const subject = { kind: 'case' as const, id: record.id };
  return { body: await pageBelow(services, request, { name: 'public history', subject, prefix: eventPrefix, show }) };
});
