// The mails a type may switch and word, by the names of the interface. What sends each, and to whom, stands in notifications.ts.

/** What a case type may mention under `notifications`. */
export const caseNotificationKeys: ReadonlySet<string> = new Set([
  'case-raised-requester',
  'case-raised-group',
  'case-assigned-person',
  'case-assigned-group',
  'target-reminder',
  'target-breached-manager',
  'target-breached-escalation',
  'case-escalated',
  'case-opened-in-emergency',
  'task-assigned',
  'task-cancelled',
  'task-reminder',
  'task-breached',
  'all-tasks-completed',
  'contact-updated',
  'question-asked',
  'question-unanswered-requester',
  'question-unanswered-staff',
  'question-answered',
  'due-action-failed',
  'appointment-created',
  'appointment-updated',
  'appointment-cancelled',
  'mail-not-taken',
  'mail-unverified',
  'note-by-requester',
  'note-by-staff',
  'status-changed',
  'case-closed-requester',
  'case-closed-subscribers',
  'case-reopened',
  'portal-link',
  'subscription-requested',
]);

/** What staff send by hand from a case. It is no notification: nobody can switch it off, and it is kept with its case. */
export const byHand = 'message';

/** What an alert type may. */
export const alertNotificationKeys: ReadonlySet<string> = new Set([
  'alert-assigned',
  'alert-due-soon',
  'alert-outcome',
]);
