import { type Consume, consumer } from '#functions/events/consumer.ts';
import { buildDeadLetters } from '#functions/events/dead-letters.ts';
import { buildServices, type PortBuilders, type Services } from '#functions/services.ts';

/** A consumer with the services of its deployment. */
export const deployedConsumer = (consumeWith: (services: Services) => Consume, ports: PortBuilders) => {
  const services = buildServices(process.env, ports);
  const { definitions } = services;
  return consumer({ definitions, deadLetters: buildDeadLetters(process.env) }, consumeWith(services));
};
