import type { InvitationKey } from '#shared/casework/appointments/invited.ts';
import type { CaseworkEventType } from '#shared/casework/casework.events.ts';
import { type CaseNotification, english } from '#shared/mail/notifications/notification.ts';

/** Who of them is invited is kept with the appointment: shared/casework/appointments/invited.ts. */
const toBothSides = (on: CaseworkEventType): CaseNotification['sent'] => [
  { on, to: 'requester' },
  { on, to: 'hosts' },
];

// Each goes to the requester and to staff, with an invitation for their calendars; what is for
// staff alone is empty for a requester.
export const appointmentNotifications = {
  'appointment-created': {
    sent: toBothSides('Appointment Created'),
    template: english({
      name: 'An appointment was made',
      subject: 'Appointment: {{ appointment.title }} ({{ case.reference }})',
      text: `There is an appointment about {{ case.reference }}, {{ case.subject }}.

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
  'appointment-updated': {
    sent: toBothSides('Appointment Updated'),
    template: english({
      name: 'An appointment was changed',
      subject: 'Appointment changed: {{ appointment.title }} ({{ case.reference }})',
      text: `An appointment about {{ case.reference }}, {{ case.subject }}, was changed. It is now:

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
  'appointment-cancelled': {
    sent: toBothSides('Appointment Cancelled'),
    template: english({
      name: 'An appointment was cancelled',
      subject: 'Appointment cancelled: {{ appointment.title }} ({{ case.reference }})',
      text: `An appointment about {{ case.reference }}{% if case.subject %}, {{ case.subject }},{% endif %} was cancelled:

{{ appointment.title }}
{{ appointment.startsAt | local_time }} to {{ appointment.endsAt | local_time }}
{% if appointment.location %}Where: {{ appointment.location }}
{% endif %}{% if appointment.notes %}
{{ appointment.notes }}
{% endif %}{% if links.staff %}
Open the case:
{{ links.staff }}
{% elsif links.portal %}
Open the case:
{{ links.portal }}
{% endif %}`,
    }),
  },
} satisfies Record<InvitationKey, CaseNotification>;
