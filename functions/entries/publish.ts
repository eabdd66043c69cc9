import { publish } from '#functions/events/publish.ts';
import { buildServices } from '#functions/services.ts';
import { accessOf } from '#shared/core/aws/environment.ts';
import { busEnvironment } from '#shared/core/events/environment.ts';
import { putEventsOf } from '#shared/core/events/event-bus.ts';
import { Feed } from '#shared/core/feed/append-to-feed.ts';

const { BUS_NAME } = busEnvironment.parse(process.env);
const { table, now } = buildServices(process.env);

export const handler = publish(
  { name: BUS_NAME, put: putEventsOf(accessOf(process.env, 'events')) },
  new Feed(table, now),
);
