import type { KeptEvent } from '#shared/automation/workflows/enrolment.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { eventSource } from '#shared/core/events/source.ts';

// An enrolment stays for good, and a hundred log entries lie in the same item.
const largest = 8_000;

/** An event as an enrolment keeps it: what changed, and where that is too much only that it did. */
export const keptEvent = ({ type, record: _large, ...event }: DomainEvent): KeptEvent => {
  const { before: _b, after: _a, ...short } = event;
  const detail = JSON.stringify(event).length <= largest ? event : short;
  return { source: eventSource, detailType: type, detail };
};
