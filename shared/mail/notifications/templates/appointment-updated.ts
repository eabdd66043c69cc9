import type { Template } from '#shared/mail/notifications/template.ts';

// It goes to the requester and to staff, with an invitation for their calendars; what is for staff alone is empty for a requester.
export const appointmentUpdated: Template = {
  name: 'An appointment was changed',
  language: 'en-GB',
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
};
