import type { Template } from '#shared/mail/notifications/template.ts';

export const taskCancelled: Template = {
  name: 'Task cancelled',
  language: 'en-GB',
  subject: 'Task cancelled: {{ task.title }} (case {{ case.reference }})',
  text: `This task was cancelled. There is nothing left to do about it.

Task: {{ task.title }}
{% if task.dueAt %}Due: {{ task.dueAt | local_time }}
{% endif %}Case: {{ case.reference }}, {{ case.subject }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}
Open the case:
{{ links.staff }}
`,
};
