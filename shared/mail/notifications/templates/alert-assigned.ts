import type { Template } from '#shared/mail/notifications/template.ts';

export const alertAssigned: Template = {
  name: 'Alert to review',
  language: 'en-GB',
  subject: '{{ alert.typeName }} alert{% if contact.name %} for {{ contact.name }}{% endif %} to review',
  text: `An alert is waiting for your review.

Type: {{ alert.typeName }}
Priority: {{ alert.priorityName }}
{% if contact.name %}About: {{ contact.name }}
{% endif %}{% if alert.course.code %}Course: {{ alert.course.code }}
{% endif %}{% if alert.dueAt %}Please review by: {{ alert.dueAt | local_time }}
{% endif %}
{{ alert.description }}

Open the alert:
{{ links.staff }}
`,
};
