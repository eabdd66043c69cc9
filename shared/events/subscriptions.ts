import type { EventType } from '#shared/events/event.ts';

/** `source` of everything that Caseward puts on the bus; what others put there has any other. */
export const eventSource = 'caseward';

/** The detail-type by which a scanner that is not GuardDuty tells what it found in a file; its source is its own. */
export const scanResult = 'File Scan Result';

/**
 * Which events each consumer wants, as EventBridge filters them; what nobody wants costs nothing. `notifications/notifications.ts` and
 * `rules/triggers.ts` say what is done with each; a test holds the lists together.
 */
export const subscriptions = {
  automation: [
    'Alert Created',
    'Alert Updated',
    'Alert Status Changed',
    'Alert Reviewer Changed',
    'Alert Escalated',
    'Alert Unlinked',
    'Case Created',
    'Case Updated',
    'Case Status Changed',
    'Case Assigned',
    'Case Released',
    'Case Escalated',
    'Case Closed',
    'Case Reopened',
    'Task Created',
    'Task Started',
    'Task Completed',
    'Task Cancelled',
    'All Tasks Completed',
    'Target Reminder Due',
    'Target Breached',
    'Note Added',
    'File Added',
  ],
  // Whatever can move the next moment of a clock without being the wake-up itself.
  clocks: [
    'Alert Created',
    'Alert Updated',
    'Alert Status Changed',
    'Alert Unlinked',
    'Case Created',
    'Case Updated',
    'Case Status Changed',
    'Case Assigned',
    'Case De-escalated',
    'Target Changed',
    'Task Created',
    'Task Updated',
    'Task Completed',
    'Task Cancelled',
    'Note Added',
    'Message Sent',
    'Appointment Created',
    'Case Closed',
    'Case Reopened',
    'Case Restored',
    'Case Deleted',
    'Case Merged',
    'Case Unmerged',
    'Case Converted',
  ],
  notify: [
    'Case Opened In Emergency',
    'Alert Created',
    'Alert Reviewer Changed',
    'Alert Status Changed',
    'Alert Due Soon',
    'Case Created',
    'Case Assigned',
    'Case Status Changed',
    'Case Escalated',
    'Target Reminder Due',
    'Target Breached',
    'Task Created',
    'Task Updated',
    'Task Cancelled',
    'All Tasks Completed',
    'Case Closed',
    'Case Reopened',
    'Note Added',
    'Contact Updated',
    'Message Sent',
    'Portal Link Requested',
    'Appointment Created',
    'Appointment Updated',
    'Appointment Cancelled',
    'Mail Due',
  ],
  // The content of a file goes after the file.
  files: ['File Removed', 'File Rejected'],
} as const satisfies Record<string, readonly EventType[]>;
