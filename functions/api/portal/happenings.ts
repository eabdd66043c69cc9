import { namesFor } from '#functions/api/names.ts';
import type { PortalCase } from '#functions/api/portal/load.ts';
import type { Services } from '#functions/services.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { happeningOf } from '#shared/portal/show.ts';

/** What is public of the events of a case, to its requester, by the same split as system notes. */
export const publicHappenings = async (
  services: Services,
  { record, definition, home, shows }: PortalCase,
): Promise<(event: DomainEvent) => ReturnType<typeof happeningOf>> => {
  const names = await namesFor(services, definition);
  const isOwn = record.id !== home.record.id;
  return (event) => {
    const { eventId: id, occurredAt: createdAt, actor: createdBy } = event;
    return isOwn || shows({ id, createdAt, createdBy }) ? happeningOf(event, names) : undefined;
  };
};
