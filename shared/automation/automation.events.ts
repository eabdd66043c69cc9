import { ruleEvents } from '#shared/automation/rules/rule.events.ts';
import { segmentEvents } from '#shared/automation/segments/segment.events.ts';
import { signalEvents } from '#shared/automation/signals/signal.events.ts';
import { webhookEvents } from '#shared/automation/webhooks/webhook.events.ts';
import { workflowEvents } from '#shared/automation/workflows/workflow.events.ts';
import { caseworkEvents } from '#shared/casework/casework.events.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import type { EventDeclaration, EventOf } from '#shared/core/events/event-declaration.ts';

/** Every event of automation. */
export const automationEvents = [
  ...ruleEvents,
  ...segmentEvents,
  ...signalEvents,
  ...workflowEvents,
  ...webhookEvents,
] as const;

/** An event of automation, discriminated by its type. */
export type AutomationEvent = EventOf<(typeof automationEvents)[number]>;

const declarations: ReadonlyMap<string, EventDeclaration> = new Map(automationEvents.map((one) => [one.type, one]));

export const isAutomationEvent = (event: DomainEvent): event is AutomationEvent => declarations.has(event.type);

/** The events that a rule or a workflow may wait for, with the triggers that they set off. */
export const triggeringEvents: ReadonlyMap<string, EventDeclaration> = new Map(
  [...caseworkEvents, ...automationEvents].flatMap((one: EventDeclaration) =>
    one.triggers ? [[one.type, one] as const] : [],
  ),
);
