import type { Template } from '#shared/mail/notifications/template.ts';

export const caseEscalated: Template = {
  name: 'Case escalated by hand',
  language: 'en-GB',
  subject: 'Escalation: case {{ case.reference }}, {{ case.subject }}',
  text: `A case has been escalated.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
{% if reason.name %}Reason: {{ reason.name }}
{% endif %}Status: {{ case.statusName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}
{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}
{{ note.text }}

Open the case:
{{ links.staff }}
`,
};
