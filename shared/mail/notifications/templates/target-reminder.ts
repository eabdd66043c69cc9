import type { Template } from '#shared/mail/notifications/template.ts';

export const targetReminder: Template = {
  name: 'A target is near',
  language: 'en-GB',
  subject: 'Reminder: {{ target.name }} of case {{ case.reference }} is due {{ target.dueAt | local_time }}',
  text: `The target "{{ target.name }}" of this case comes due soon.

Case: {{ case.reference }}, {{ case.subject }}
Due: {{ target.dueAt | local_time }}
Status: {{ case.statusName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}

Open the case:
{{ links.staff }}
`,
};
