import type { Template } from '#shared/mail/notifications/template.ts';

export const questionAnswered: Template = {
  name: 'A question was answered',
  language: 'en-GB',
  subject: 'Answer on case {{ case.reference }}: {{ case.subject }}',
  text: `On case {{ case.reference }}, {{ case.subject }}, it was asked:

{{ question.text }}

{% if contact.name %}{{ contact.name }}{% else %}The requester{% endif %} has answered:

{{ question.answer.text }}

{% if case.openQuestions > 0 %}Questions still open: {{ case.openQuestions }}

{% endif %}Open the case:
{{ links.staff }}
`,
};
