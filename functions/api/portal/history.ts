import { namesFor } from '#functions/api/names.ts';
import { pageBelow } from '#functions/api/pages.ts';
import { loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { eventPrefix } from '#shared/core/table/keys.ts';
import { myHistoryRoutes } from '#shared/portal/portal.routes.ts';
import { happeningOf } from '#shared/portal/show.ts';

// GET …/history: what is public of it, by the same split as system notes.
export const myHistory = storyBothWays(myHistoryRoutes, async (services, request) => {
  const { record, definition, home, shows } = await loadForRequester(services, request, 'view');
  const names = await namesFor(services, definition);
  const isOwn = record.id !== home.record.id;
  const show = (item: Item) => {
    const event = item.event as DomainEvent;
    const { eventId: id, occurredAt: createdAt, actor: createdBy } = event;
    return isOwn || shows({ id, createdAt, createdBy }) ? happeningOf(event, names) : undefined;
  };
  const subject = { kind: 'case' as const, id: record.id };
  return { body: await pageBelow(services, request, { name: 'public history', subject, prefix: eventPrefix, show }) };
});
