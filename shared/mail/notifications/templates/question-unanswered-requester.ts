import type { Template } from '#shared/mail/notifications/template.ts';

export const questionUnansweredRequester: Template = {
  name: 'No answer came, to the requester',
  language: 'en-GB',
  subject: 'We are still waiting for your answer about {{ case.reference }}',
  text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

About your request {{ case.reference }}, {{ case.subject }}, we asked:

{{ question.text }}

No answer has reached us yet.{% if question.closesAt %} If we do not hear from you, we will close your request on {{ question.closesAt | local_time }}.{% endif %}

You can reply to this mail, or answer here:
{{ links.portal }}
`,
};
