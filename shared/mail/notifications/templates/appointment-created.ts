import type { Template } from '#shared/mail/notifications/template.ts';

// It goes to the requester and to staff, with an invitation for their calendars; what is for staff alone is empty for a requester.
export const appointmentCreated: Template = {
  name: 'An appointment was made',
  language: 'en-GB',
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
};
