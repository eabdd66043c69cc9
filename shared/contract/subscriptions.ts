import { allEvents } from '#shared/contract/events.ts';
import type { EventDeclaration } from '#shared/core/events/event-declaration.ts';

const typesOf = (isWanted: (event: EventDeclaration) => boolean): string[] =>
  allEvents.filter(isWanted).map(({ type }) => type);

/**
 * Which events each consumer wants, as EventBridge filters them; what nobody wants costs nothing.
 */
export const subscriptions = {
  automation: typesOf(
    ({ triggers, consumers }) => triggers !== undefined || (consumers?.includes('automation') ?? false),
  ),
  // Whatever can move the next moment of a clock without being the wake-up itself.
  clocks: typesOf(({ consumers }) => consumers?.includes('clocks') ?? false),
  notify: typesOf(
    ({ consumers, movesInvitations }) => movesInvitations !== undefined || (consumers?.includes('notify') ?? false),
  ),
  files: typesOf(({ consumers }) => consumers?.includes('files') ?? false),
};
