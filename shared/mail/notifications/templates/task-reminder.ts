import type { Template } from '#shared/mail/notifications/template.ts';

export const taskReminder: Template = {
  name: 'A task is due soon',
  language: 'en-GB',
  subject: 'Reminder: {{ task.title }} is due {{ target.dueAt | local_time }} (case {{ case.reference }})',
  text: `This task comes due soon.

Task: {{ task.title }}
{% if task.dueAt %}Due: {{ task.dueAt | local_time }}
{% endif %}Case: {{ case.reference }}, {{ case.subject }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}With: {% if task.assigneeName %}{{ task.assigneeName }}{% else %}nobody yet{% endif %}

Open the case:
{{ links.staff }}
`,
};
