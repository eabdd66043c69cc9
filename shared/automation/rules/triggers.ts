import { triggeringEvents } from '#shared/automation/automation.events.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';

const names = new Set([...triggeringEvents.values()].flatMap(({ triggers = {} }) => Object.keys(triggers)));

/**
 * Which events a rule may wait for, by the name a rule uses: events declare which of these they set
 * off.
 */
export const triggerEvents: readonly string[] = [...names];

/** The triggers that an event sets off. */
export const triggersOf = (event: Pick<DomainEvent, 'type' | 'subject' | 'changed' | 'after'>): string[] =>
  Object.entries(triggeringEvents.get(event.type)?.triggers ?? {}).flatMap(([name, when]) =>
    when === true || when(event) ? [name] : [],
  );
