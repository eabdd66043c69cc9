import type { EventType } from '#shared/events/event.ts';

/** `source` of everything Caseward puts on the bus; what others put there has any other. */
export const eventSource = 'caseward';

/** The events that each consumer of our own is told of; undefined: all of them. EventBridge filters by these before a queue or a function costs anything. */
export const subscriptions: Record<'automation' | 'clocks' | 'notify', readonly EventType[] | undefined> = {
  automation: undefined,
  clocks: undefined,
  notify: undefined,
};
