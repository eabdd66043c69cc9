import type { Template } from '#shared/mail/notifications/template.ts';
import { alertAssigned } from '#shared/mail/notifications/templates/alert-assigned.ts';
import { alertDueSoon } from '#shared/mail/notifications/templates/alert-due-soon.ts';
import { alertOutcome } from '#shared/mail/notifications/templates/alert-outcome.ts';
import { allTasksCompleted } from '#shared/mail/notifications/templates/all-tasks-completed.ts';
import { appointmentCancelled } from '#shared/mail/notifications/templates/appointment-cancelled.ts';
import { appointmentCreated } from '#shared/mail/notifications/templates/appointment-created.ts';
import { appointmentUpdated } from '#shared/mail/notifications/templates/appointment-updated.ts';
import { caseAssignedGroup } from '#shared/mail/notifications/templates/case-assigned-group.ts';
import { caseAssignedPerson } from '#shared/mail/notifications/templates/case-assigned-person.ts';
import { caseClosedRequester } from '#shared/mail/notifications/templates/case-closed-requester.ts';
import { caseClosedSubscribers } from '#shared/mail/notifications/templates/case-closed-subscribers.ts';
import { caseEscalated } from '#shared/mail/notifications/templates/case-escalated.ts';
import { caseOpenedInEmergency } from '#shared/mail/notifications/templates/case-opened-in-emergency.ts';
import { caseRaisedGroup } from '#shared/mail/notifications/templates/case-raised-group.ts';
import { caseRaisedRequester } from '#shared/mail/notifications/templates/case-raised-requester.ts';
import { caseReopened } from '#shared/mail/notifications/templates/case-reopened.ts';
import { contactUpdated } from '#shared/mail/notifications/templates/contact-updated.ts';
import { digest } from '#shared/mail/notifications/templates/digest.ts';
import { dueActionFailed } from '#shared/mail/notifications/templates/due-action-failed.ts';
import { mailNotTaken } from '#shared/mail/notifications/templates/mail-not-taken.ts';
import { mailUnverified } from '#shared/mail/notifications/templates/mail-unverified.ts';
import { noteByRequester } from '#shared/mail/notifications/templates/note-by-requester.ts';
import { noteByStaff } from '#shared/mail/notifications/templates/note-by-staff.ts';
import { portalLink } from '#shared/mail/notifications/templates/portal-link.ts';
import { questionAnswered } from '#shared/mail/notifications/templates/question-answered.ts';
import { questionAsked } from '#shared/mail/notifications/templates/question-asked.ts';
import { questionUnansweredRequester } from '#shared/mail/notifications/templates/question-unanswered-requester.ts';
import { questionUnansweredStaff } from '#shared/mail/notifications/templates/question-unanswered-staff.ts';
import { statusChanged } from '#shared/mail/notifications/templates/status-changed.ts';
import { subscriptionRequested } from '#shared/mail/notifications/templates/subscription-requested.ts';
import { targetBreachedEscalation } from '#shared/mail/notifications/templates/target-breached-escalation.ts';
import { targetBreachedManager } from '#shared/mail/notifications/templates/target-breached-manager.ts';
import { targetReminder } from '#shared/mail/notifications/templates/target-reminder.ts';
import { taskAssigned } from '#shared/mail/notifications/templates/task-assigned.ts';
import { taskBreached } from '#shared/mail/notifications/templates/task-breached.ts';
import { taskCancelled } from '#shared/mail/notifications/templates/task-cancelled.ts';
import { taskReminder } from '#shared/mail/notifications/templates/task-reminder.ts';

/** The wording that comes with Caseward, by notification. A template put under the same key, or named by a type, takes its place. */
export const shippedTemplates = {
  digest,
  'contact-updated': contactUpdated,
  'case-closed-subscribers': caseClosedSubscribers,
  'alert-due-soon': alertDueSoon,
  'alert-assigned': alertAssigned,
  'alert-outcome': alertOutcome,
  'appointment-created': appointmentCreated,
  'appointment-updated': appointmentUpdated,
  'appointment-cancelled': appointmentCancelled,
  'case-assigned-group': caseAssignedGroup,
  'case-assigned-person': caseAssignedPerson,
  'case-closed-requester': caseClosedRequester,
  'case-escalated': caseEscalated,
  'case-opened-in-emergency': caseOpenedInEmergency,
  'case-raised-group': caseRaisedGroup,
  'case-raised-requester': caseRaisedRequester,
  'case-reopened': caseReopened,
  'due-action-failed': dueActionFailed,
  'mail-not-taken': mailNotTaken,
  'mail-unverified': mailUnverified,
  'note-by-requester': noteByRequester,
  'note-by-staff': noteByStaff,
  'portal-link': portalLink,
  'question-answered': questionAnswered,
  'question-asked': questionAsked,
  'question-unanswered-requester': questionUnansweredRequester,
  'question-unanswered-staff': questionUnansweredStaff,
  'subscription-requested': subscriptionRequested,
  'status-changed': statusChanged,
  'target-breached-escalation': targetBreachedEscalation,
  'target-breached-manager': targetBreachedManager,
  'target-reminder': targetReminder,
  'all-tasks-completed': allTasksCompleted,
  'task-assigned': taskAssigned,
  'task-breached': taskBreached,
  'task-cancelled': taskCancelled,
  'task-reminder': taskReminder,
} as const satisfies Record<string, Template>;
