import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { eventsOfCases } from '#shared/casework/casework.events.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';

// Who learns of an event of a case. Each event declares it once, for system notes, the portal's
// history and mails. A type may decide the middle ones.

/**
 * What a type may make of an event: it may leave out any, and show to others what is not for staff
 * alone and does not say itself whom it is for.
 */
export const mayBecome = (event: string, wanted: 'public' | 'private' | 'off'): boolean => {
  const declared = eventsOfCases.get(event)?.publicity;
  if (wanted === 'off' || declared === 'public' || declared === 'private') return true;
  return declared === 'staff' && wanted === 'private';
};

/**
 * Who learns of an event of a case of this type; `off`: the type leaves it out. What no case knows
 * is for staff.
 */
export const publicityOf = (
  event: Pick<DomainEvent, 'type' | 'after'>,
  { systemNotes }: Pick<CaseType, 'systemNotes'>,
): 'public' | 'private' | 'off' => {
  const { type, after } = event;
  const wanted = own(systemNotes, type);
  if (wanted === 'off') return 'off';
  const declared = eventsOfCases.get(type);
  // A requester never learns of tasks, nor of their targets.
  if (!declared || declared.publicity === 'staff' || after.task !== undefined) return 'private';
  if (declared.publicity === 'as-it-says') return declared.isPublic?.(after) ? 'public' : 'private';
  return wanted ?? declared.publicity;
};
