import { segmentEvents } from '#shared/automation/segments/segment.events.ts';
import { allEvents } from '#shared/contract/events.ts';
import type { EventDeclaration } from '#shared/core/events/event-declaration.ts';

const typesOf = (isWanted: (event: EventDeclaration) => boolean): string[] =>
  allEvents.filter(isWanted).map(({ type }) => type);

/** Who joined or left moves nobody else: a segment that names another is asked together with it. */
const ownEvents = new Set(segmentEvents.map(({ type }) => type as string));

/**
 * What of an event says that something may follow from it: consumers that act on people or on other
 * systems hear no other. What keeps figures, lists and segments right hears all.
 */
export const unlessSilent = { cause: { silent: [{ exists: false }] } };
export const hearSilent: ReadonlySet<keyof typeof subscriptions> = new Set(['segments', 'files']);

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
  // Whatever can move a contact, or what contacts are asked.
  segments: typesOf(
    ({ type, about }) =>
      !ownEvents.has(type) &&
      about.some((kind) => kind !== 'person') &&
      (!about.includes('configuration') || type === 'Configuration Changed'),
  ),
  files: typesOf(({ consumers }) => consumers?.includes('files') ?? false),
};
