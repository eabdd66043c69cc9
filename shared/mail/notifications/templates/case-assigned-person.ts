import type { Template } from '#shared/mail/notifications/template.ts';

export const caseAssignedPerson: Template = {
  name: 'Case assigned, to the person',
  language: 'en-GB',
  subject: 'Case {{ case.reference }} is yours: {{ case.subject }}',
  text: `Hello{% if assignee.name %} {{ assignee.name }}{% endif %},

This case has been assigned to you.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}{% if reason.name %}Reason: {{ reason.name }}
{% endif %}
{{ note.text }}

Open the case:
{{ links.staff }}
`,
};
