import type { Template } from '#shared/mail/notifications/template.ts';

export const alertDueSoon: Template = {
  name: 'Alert due soon',
  language: 'en-GB',
  subject:
    'Due {{ alert.dueAt | local_time }}: {{ alert.typeName }} alert{% if contact.name %} for {{ contact.name }}{% endif %}',
  text: `An alert that still waits for your review is due soon.

Type: {{ alert.typeName }}
Priority: {{ alert.priorityName }}
{% if contact.name %}About: {{ contact.name }}
{% endif %}{% if alert.course.code %}Course: {{ alert.course.code }}
{% endif %}Due: {{ alert.dueAt | local_time }}

{{ alert.description }}

Open the alert:
{{ links.staff }}
`,
};
