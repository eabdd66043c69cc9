import type { CaseMailContext } from '#shared/mail/notifications/context.ts';
import { type CaseNotification, english } from '#shared/mail/notifications/notification.ts';

// A reminder that could not be given in time reminds nobody.
const isAhead = (planned: string | undefined, { event }: CaseMailContext): boolean =>
  planned !== undefined && event.occurredAt < planned;
const beforeAppointment = (context: CaseMailContext) =>
  isAhead('appointment' in context.event.after ? context.event.after.appointment?.startsAt : undefined, context);
const beforeActivity = (context: CaseMailContext) =>
  isAhead('activity' in context.event.after ? context.event.after.activity?.at : undefined, context);

export const reminderNotifications = {
  'appointment-reminder': {
    sent: [
      { on: 'Appointment Reminder Due', when: beforeAppointment, to: 'requester' },
      { on: 'Appointment Reminder Due', when: beforeAppointment, to: 'hosts' },
    ],
    template: english({
      name: 'An appointment is near',
      subject: 'Reminder: {{ appointment.title }}, {{ appointment.startsAt | local_time }} ({{ case.reference }})',
      text: `A reminder of an appointment about {{ case.reference }}, {{ case.subject }}.

{{ appointment.title }}
{{ appointment.startsAt | local_time }} to {{ appointment.endsAt | local_time }}
{% if appointment.location %}Where: {{ appointment.location }}
{% endif %}{% if appointment.notes %}
{{ appointment.notes }}
{% endif %}
Open the case:
{% if links.staff %}{{ links.staff }}{% else %}{{ links.portal }}{% endif %}
`,
    }),
  },
  'activity-reminder': {
    sent: [
      { on: 'Activity Reminder Due', when: beforeActivity, to: 'activityHolders' },
      { on: 'Activity Reminder Due', when: beforeActivity, to: 'takingPart' },
    ],
    template: english({
      name: 'An activity is near',
      subject: 'Reminder: {{ activity.subject }}, {{ activity.at | local_time }} ({{ case.reference }})',
      text: `A reminder of what is planned for {{ case.reference }}, {{ case.subject }}.

{{ activity.subject }}
{{ activity.at | local_time }}
{% if activity.text %}
{{ activity.text }}
{% endif %}
Open the case:
{% if links.staff %}{{ links.staff }}{% else %}{{ links.portal }}{% endif %}
`,
    }),
  },
  'silence-warning': {
    sent: [{ on: 'Silence Warned', to: 'requester', toMerged: true }],
    reasonTemplate: ({ definition }) => definition.type.silence?.template,
    template: english({
      name: 'Nothing has come from the requester',
      subject: 'We have not heard from you about {{ case.reference }}: {{ case.subject }}',
      text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

About your request {{ case.reference }}, {{ case.subject }}, we wrote to you, and nothing has reached us since.

If we do not hear from you, we will close your request on {{ silence.closesAt | local_time }}.

You can reply to this mail, or write to us here:
{{ links.portal }}
`,
    }),
  },
} satisfies Record<string, CaseNotification>;
