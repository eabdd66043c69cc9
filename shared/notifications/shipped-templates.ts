import type { Template } from '#shared/notifications/template.ts';
import { alertAssigned } from '#shared/notifications/templates/alert-assigned.ts';
import { alertDueSoon } from '#shared/notifications/templates/alert-due-soon.ts';
import { alertOutcome } from '#shared/notifications/templates/alert-outcome.ts';
import { allTasksCompleted } from '#shared/notifications/templates/all-tasks-completed.ts';
import { appointmentCancelled } from '#shared/notifications/templates/appointment-cancelled.ts';
import { appointmentCreated } from '#shared/notifications/templates/appointment-created.ts';
import { appointmentUpdated } from '#shared/notifications/templates/appointment-updated.ts';
import { caseAssignedGroup } from '#shared/notifications/templates/case-assigned-group.ts';
import { caseAssignedPerson } from '#shared/notifications/templates/case-assigned-person.ts';
import { caseClosedRequester } from '#shared/notifications/templates/case-closed-requester.ts';
import { caseClosedSubscribers } from '#shared/notifications/templates/case-closed-subscribers.ts';
import { caseEscalated } from '#shared/notifications/templates/case-escalated.ts';
import { caseOpenedInEmergency } from '#shared/notifications/templates/case-opened-in-emergency.ts';
import { caseRaisedGroup } from '#shared/notifications/templates/case-raised-group.ts';
import { caseRaisedRequester } from '#shared/notifications/templates/case-raised-requester.ts';
import { caseReopened } from '#shared/notifications/templates/case-reopened.ts';
import { contactUpdated } from '#shared/notifications/templates/contact-updated.ts';
import { digest } from '#shared/notifications/templates/digest.ts';
import { dueActionFailed } from '#shared/notifications/templates/due-action-failed.ts';
import { mailNotTaken } from '#shared/notifications/templates/mail-not-taken.ts';
import { mailUnverified } from '#shared/notifications/templates/mail-unverified.ts';
import { noteByRequester } from '#shared/notifications/templates/note-by-requester.ts';
import { noteByStaff } from '#shared/notifications/templates/note-by-staff.ts';
import { portalLink } from '#shared/notifications/templates/portal-link.ts';
import { questionAnswered } from '#shared/notifications/templates/question-answered.ts';
import { questionAsked } from '#shared/notifications/templates/question-asked.ts';
import { questionUnansweredRequester } from '#shared/notifications/templates/question-unanswered-requester.ts';
import { questionUnansweredStaff } from '#shared/notifications/templates/question-unanswered-staff.ts';
import { statusChanged } from '#shared/notifications/templates/status-changed.ts';
import { subscriptionRequested } from '#shared/notifications/templates/subscription-requested.ts';
import { targetBreachedEscalation } from '#shared/notifications/templates/target-breached-escalation.ts';
import { targetBreachedManager } from '#shared/notifications/templates/target-breached-manager.ts';
import { targetReminder } from '#shared/notifications/templates/target-reminder.ts';
import { taskAssigned } from '#shared/notifications/templates/task-assigned.ts';
import { taskBreached } from '#shared/notifications/templates/task-breached.ts';
import { taskCancelled } from '#shared/notifications/templates/task-cancelled.ts';
import { taskReminder } from '#shared/notifications/templates/task-reminder.ts';

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
