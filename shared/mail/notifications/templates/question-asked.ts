import type { Template } from '#shared/mail/notifications/template.ts';

export const questionAsked: Template = {
  name: 'A question to the requester',
  language: 'en-GB',
  subject: 'A question about {{ case.reference }}: {{ case.subject }}',
  text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

To go on with your request {{ case.reference }}, {{ case.subject }}, we need to know:

{{ question.text }}

{% if question.dueAt %}Please answer by {{ question.dueAt | local_time }}.

{% endif %}You can reply to this mail, or answer here:
{{ links.portal }}
`,
};
