import type { Template } from '#shared/mail/notifications/template.ts';

export const allTasksCompleted: Template = {
  name: 'All tasks done',
  language: 'en-GB',
  subject: 'All tasks of case {{ case.reference }} are done',
  text: `No task of this case is open any more. The last one was "{{ task.title }}".

Case: {{ case.reference }}, {{ case.subject }}
Status: {{ case.statusName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}
Open the case:
{{ links.staff }}
`,
};
