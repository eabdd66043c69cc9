import type { Template } from '#shared/mail/notifications/template.ts';

export const caseAssignedGroup: Template = {
  name: 'Case assigned, to the group',
  language: 'en-GB',
  subject: 'Case {{ case.reference }} has come to {{ assignee.name }}: {{ case.subject }}',
  text: `This case has been passed to {{ assignee.name }} and is waiting for somebody to take it on.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}{% if reason.name %}Reason: {{ reason.name }}
{% endif %}
{{ note.text }}

Open the case and claim it:
{{ links.staff }}
`,
};
