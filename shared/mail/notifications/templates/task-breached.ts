import type { Template } from '#shared/mail/notifications/template.ts';

export const taskBreached: Template = {
  name: 'A task is overdue',
  language: 'en-GB',
  subject: 'Overdue: {{ task.title }} was due {{ target.dueAt | local_time }} (case {{ case.reference }})',
  text: `This task was not completed in time.

Task: {{ task.title }}
{% if task.dueAt %}Due: {{ task.dueAt | local_time }}
{% endif %}Case: {{ case.reference }}, {{ case.subject }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}With: {% if task.assigneeName %}{{ task.assigneeName }}{% else %}nobody yet{% endif %}

Open the case:
{{ links.staff }}
`,
};
