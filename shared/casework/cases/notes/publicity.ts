import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { EventType } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';

// Who learns of what happens to a case. One fixed split, which system notes, the portal's history and mails go by. A type may move what lies between.

type OfOthers =
  | Exclude<Extract<EventType, `Alert ${string}`>, 'Alert Linked' | 'Alert Unlinked'>
  | 'Contact Created'
  | 'Contact Updated'
  | 'Configuration Changed'
  | 'Mail Due'
  | 'Notification Sent';
/** What can happen to a case, or to what lies below it. */
export type EventOfCase = Exclude<EventType, OfOthers>;

/** `public`: its requester too, unless the type says otherwise. `private`: staff, unless the type says otherwise. `staff`: nobody else ever. */
type Publicity = 'public' | 'private' | 'staff';
type After = Readonly<Record<string, unknown>>;

/** What was made with an event says itself whom it is for. */
type AsItSays = (after: After) => 'public' | 'private';
const asItSays =
  (isPublic: (after: After) => boolean): AsItSays =>
  (after) =>
    isPublic(after) ? 'public' : 'private';
const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? own(value as Record<string, unknown>, name) : undefined;

const isOpenFile = ({ file }: After): boolean => memberOf(file, 'private') === false;

/** The split. */
export const publicity: Readonly<Record<EventOfCase, Publicity | AsItSays>> = {
  'Case Created': 'public',
  'Case Updated': 'staff',
  'Case Status Changed': 'public',
  'Case Assigned': 'private',
  'Case Released': 'private',
  'Case Escalated': 'staff',
  'Case De-escalated': 'staff',
  'Case Closed': 'public',
  'Case Reopened': 'public',
  'Case Role Changed': 'staff',
  'Case Client Changed': 'staff',
  'Case Subscriber Changed': 'staff',
  'Case Lock Changed': 'staff',
  'Case Link Changed': 'staff',
  'Case Opened In Emergency': 'staff',
  'Case Merged': 'staff',
  'Case Unmerged': 'staff',
  'Case Converted': 'private',
  'Case Trashed': 'staff',
  'Case Restored': 'staff',
  'Case Deleted': 'staff',
  'Alert Linked': 'staff',
  'Alert Unlinked': 'staff',
  'Portal Link Requested': 'private',
  'Portal Link Revoked': 'staff',
  'Target Reminder Due': 'staff',
  'Target Breached': 'private',
  'Target Changed': 'private',
  'Task Created': 'staff',
  'Task Updated': 'staff',
  'Task Started': 'staff',
  'Task Completed': 'staff',
  'Task Cancelled': 'staff',
  'All Tasks Completed': 'staff',
  'Activity Created': 'staff',
  'Activity Updated': 'staff',
  'Activity Completed': 'staff',
  'Activity Cancelled': 'staff',
  'Activity Not Required': 'staff',
  'Timeline Added': 'staff',
  'Timeline Replanned': 'staff',
  'Timeline Reset': 'staff',
  'Sequence Started': 'staff',
  'Sequence Finished': 'staff',
  'Appointment Created': 'public',
  'Appointment Updated': 'public',
  'Appointment Cancelled': 'public',
  'Appointment Attended': 'public',
  'Appointment Missed': 'public',
  'Note Added': asItSays(({ note }) => memberOf(note, 'public') === true),
  'Message Sent': 'private',
  'Question Asked': 'public',
  'Question Answered': 'public',
  'Question Unanswered': 'public',
  'Question Withdrawn': 'public',
  'Closing Called Off': 'staff',
  'Due Action Failed': 'staff',
  'File Added': asItSays(isOpenFile),
  'File Updated': 'staff',
  'File Removed': asItSays(isOpenFile),
  'File Rejected': asItSays(isOpenFile),
  'Mail Set Aside': 'staff',
  'Mail Files Refused': 'staff',
  'Notification Failed': 'staff',
};

export const eventsOfCases = Object.keys(publicity) as EventOfCase[];
export const isOfCase = (event: string): event is EventOfCase => Object.hasOwn(publicity, event);

/** What a type may make of an event: it may leave out any, and show to others what is not for staff alone and does not say itself whom it is for. */
export const mayBecome = (event: EventOfCase, wanted: 'public' | 'private' | 'off'): boolean => {
  const fixed = publicity[event];
  return wanted === 'off' || fixed === 'public' || fixed === 'private' || (fixed === 'staff' && wanted === 'private');
};

/** Who learns of an event of a case of this type; `off`: the type leaves it out. What no case knows is for staff. */
export const publicityOf = (
  { type, after }: { type: string; after: After },
  { systemNotes }: Pick<CaseType, 'systemNotes'>,
): 'public' | 'private' | 'off' => {
  const fixed = isOfCase(type) ? publicity[type] : 'staff';
  const wanted = own(systemNotes, type);
  if (wanted === 'off') return 'off';
  // A requester never learns of tasks, nor of their targets.
  if (after.task !== undefined) return 'private';
  if (typeof fixed === 'function') return fixed(after);
  return fixed === 'staff' ? 'private' : (wanted ?? fixed);
};
