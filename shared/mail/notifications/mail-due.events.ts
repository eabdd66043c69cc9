import * as z from 'zod';
import { type AutomationEvent, isAutomationEvent } from '#shared/automation/automation.events.ts';
import { type CaseworkEvent, isCaseworkEvent } from '#shared/casework/casework.events.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { declareEvent, type EventOf } from '#shared/core/events/event-declaration.ts';

const mailDue = declareEvent({
  about: ['person'],
  type: 'Mail Due',
  after: () => ({ batch: z.string() }),
  consumers: ['notify'],
});
export const mailDueEvents = [mailDue] as const;

/** An event that the mail consumer may get. */
export type HeardEvent = CaseworkEvent | AutomationEvent | EventOf<typeof mailDue>;
export const isHeard = (event: DomainEvent): event is HeardEvent =>
  isCaseworkEvent(event) || isAutomationEvent(event) || event.type === mailDue.type;
