import type { Template } from '#shared/mail/notifications/template.ts';

export const caseRaisedGroup: Template = {
  name: 'Case raised, to the group',
  language: 'en-GB',
  subject: 'New case {{ case.reference }}: {{ case.subject }}',
  text: `A new case is waiting for somebody to take it on.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}{% if assignee.name %}Team: {{ assignee.name }}
{% endif %}{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}
{{ case.description }}

Open the case and claim it:
{{ links.staff }}
`,
};
