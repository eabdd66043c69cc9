import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { publish } from '#functions/events/publish.ts';
import { busEnvironment } from '#shared/core/events/environment.ts';

const { BUS_NAME } = busEnvironment.parse(process.env);
const client = new EventBridgeClient({});

export const handler = publish({ name: BUS_NAME, put: (Entries) => client.send(new PutEventsCommand({ Entries })) });
