import type { Template } from '#shared/mail/notifications/template.ts';

// It goes to the requester and to staff, with an invitation for their calendars; what is for staff alone is empty for a requester.
export const appointmentCancelled: Template = {
  name: 'An appointment was cancelled',
  language: 'en-GB',
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
};
