import { isNewestFirst } from '#functions/api/log.ts';
import { pageBelow } from '#functions/api/pages.ts';
import { publicHappenings } from '#functions/api/portal/happenings.ts';
import { loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { eventPrefix } from '#shared/core/table/keys.ts';
import { myHistoryRoutes } from '#shared/portal/portal.routes.ts';

// GET …/history: what is public of it.
export const myHistory = storyBothWays(myHistoryRoutes, async (services, request) => {
  const found = await loadForRequester(services, request, 'view');
  const happeningOf = await publicHappenings(services, found);
  const show = (item: Item) => happeningOf(item.event as DomainEvent);
  const subject = { kind: 'case' as const, id: found.record.id };
  const descending = isNewestFirst(request.query);
  const asked = { name: 'public history', subject, prefix: eventPrefix, descending, show };
  return { body: await pageBelow(services, request, asked) };
});
