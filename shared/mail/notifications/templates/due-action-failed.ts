import type { Template } from '#shared/mail/notifications/template.ts';

export const dueActionFailed: Template = {
  name: 'Something that fell due could not be done',
  language: 'en-GB',
  subject: 'On case {{ case.reference }} something due could not be done: {{ case.subject }}',
  text: `On case {{ case.reference }}, {{ case.subject }}, something fell due and could not be done.

Why: {{ reason.name }}
{% if target.key %}Target: {{ target.name }}, {{ target.dueAt | local_time }}
{% endif %}
What it was stands on the history of the case. It is not tried again, and nothing else waits for it.

Open the case:
{{ links.staff }}
`,
};
