import type { Template } from '#shared/mail/notifications/template.ts';

export const targetBreachedEscalation: Template = {
  name: 'A target was missed, to the escalation group',
  language: 'en-GB',
  subject: 'Escalation: case {{ case.reference }} missed its target {{ target.name }}',
  text: `A case needs your attention: its target "{{ target.name }}" has passed without being met.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
Was due: {{ target.dueAt | local_time }}
Status: {{ case.statusName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}

Please see to it that somebody deals with it:
{{ links.staff }}
`,
};
