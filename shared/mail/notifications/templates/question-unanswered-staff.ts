import type { Template } from '#shared/mail/notifications/template.ts';

export const questionUnansweredStaff: Template = {
  name: 'No answer came, to staff',
  language: 'en-GB',
  subject: 'No answer on case {{ case.reference }}: {{ case.subject }}',
  text: `On case {{ case.reference }}, {{ case.subject }}, nobody has answered:

{{ question.text }}

Asked: {{ question.createdAt | local_time }}
{% if question.closesAt %}Unless the requester writes, the case is closed: {{ question.closesAt | local_time }}
{% endif %}
Open the case:
{{ links.staff }}
`,
};
