import type { Template } from '#shared/mail/notifications/template.ts';

export const taskAssigned: Template = {
  name: 'Task assigned',
  language: 'en-GB',
  subject: 'Task for you: {{ task.title }} (case {{ case.reference }})',
  text: `{% if task.assignee.group %}A task is waiting for {{ task.assigneeName }}.{% else %}A task has been given to you.{% endif %}

Task: {{ task.title }}
{% if task.dueAt %}Due: {{ task.dueAt | local_time }}
{% endif %}Case: {{ case.reference }}, {{ case.subject }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}{% if task.description %}
{{ task.description }}
{% endif %}{% if task.instructions %}
{{ task.instructions }}
{% endif %}
Open the case:
{{ links.staff }}
`,
};
