import { automationEvents } from '#shared/automation/automation.events.ts';
import { caseworkEvents } from '#shared/casework/casework.events.ts';
import { configurationEvents } from '#shared/core/definitions/configuration.events.ts';
import type { EventDeclaration } from '#shared/core/events/event-declaration.ts';
import { jobEvents } from '#shared/insight/jobs/job.events.ts';
import { mailDueEvents } from '#shared/mail/notifications/mail-due.events.ts';

/** Every event there is. */
export const allEvents: readonly EventDeclaration[] = [
  ...caseworkEvents,
  ...automationEvents,
  ...configurationEvents,
  ...mailDueEvents,
  ...jobEvents,
];

export const eventTypes = allEvents.map(({ type }) => type);
