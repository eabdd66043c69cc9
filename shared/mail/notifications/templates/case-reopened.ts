import type { Template } from '#shared/mail/notifications/template.ts';

export const caseReopened: Template = {
  name: 'Case reopened',
  language: 'en-GB',
  subject: 'Case {{ case.reference }} has been reopened: {{ case.subject }}',
  text: `This case was closed and has been taken up again.

Case: {{ case.reference }}, {{ case.subject }}
Status: {{ case.statusName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}
{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}
{{ note.text }}

Open the case:
{{ links.staff }}
`,
};
