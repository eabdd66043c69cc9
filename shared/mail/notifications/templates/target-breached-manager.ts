import type { Template } from '#shared/mail/notifications/template.ts';

export const targetBreachedManager: Template = {
  name: 'A target was missed, to the case manager',
  language: 'en-GB',
  subject: 'Overdue: {{ target.name }} of case {{ case.reference }} was missed',
  text: `The target "{{ target.name }}" of this case has passed without being met.

Case: {{ case.reference }}, {{ case.subject }}
Was due: {{ target.dueAt | local_time }}
Status: {{ case.statusName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}

Open the case:
{{ links.staff }}
`,
};
