import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { clientOf } from '#functions/aws-client.ts';
import { publish } from '#functions/events/publish.ts';
import { buildServices } from '#functions/services.ts';
import { busEnvironment } from '#shared/core/events/environment.ts';
import { Feed } from '#shared/core/feed/append-to-feed.ts';

const { BUS_NAME } = busEnvironment.parse(process.env);
const client = clientOf(EventBridgeClient);
const { table, now } = buildServices(process.env);

export const handler = publish(
  { name: BUS_NAME, put: (Entries) => client.send(new PutEventsCommand({ Entries })) },
  new Feed(table, now),
);
