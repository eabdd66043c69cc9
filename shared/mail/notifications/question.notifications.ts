import { type CaseNotification, english } from '#shared/mail/notifications/notification.ts';

export const questionNotifications = {
  'question-asked': {
    sent: [{ on: 'Question Asked', to: 'requester', toMerged: true }],
    template: english({
      name: 'A question to the requester',
      subject: 'A question about {{ case.reference }}: {{ case.subject }}',
      text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

To go on with your request {{ case.reference }}, {{ case.subject }}, we need to know:

{{ question.text }}

{% if question.dueAt %}Please answer by {{ question.dueAt | local_time }}.

{% endif %}You can reply to this mail, or answer here:
{{ links.portal }}
`,
    }),
  },
  'question-answered': {
    sent: [
      { on: 'Question Answered', to: 'caretakers' },
      { on: 'Question Answered', to: 'subscribers' },
    ],
    template: english({
      name: 'A question was answered',
      subject: 'Answer on case {{ case.reference }}: {{ case.subject }}',
      text: `On case {{ case.reference }}, {{ case.subject }}, it was asked:

{{ question.text }}

{% if contact.name %}{{ contact.name }}{% else %}The requester{% endif %} has answered:

{{ question.answer.text }}

{% if case.openQuestions > 0 %}Questions still open: {{ case.openQuestions }}

{% endif %}Open the case:
{{ links.staff }}
`,
    }),
  },
  'question-unanswered-requester': {
    sent: [{ on: 'Question Unanswered', to: 'requester', toMerged: true }],
    template: english({
      name: 'No answer came, to the requester',
      subject: 'We are still waiting for your answer about {{ case.reference }}',
      text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

About your request {{ case.reference }}, {{ case.subject }}, we asked:

{{ question.text }}

No answer has reached us yet.{% if question.closesAt %} If we do not hear from you, we will close your request on {{ question.closesAt | local_time }}.{% endif %}

You can reply to this mail, or answer here:
{{ links.portal }}
`,
    }),
  },
  'question-unanswered-staff': {
    sent: [{ on: 'Question Unanswered', to: 'caretakers' }],
    template: english({
      name: 'No answer came, to staff',
      subject: 'No answer on case {{ case.reference }}: {{ case.subject }}',
      text: `On case {{ case.reference }}, {{ case.subject }}, nobody has answered:

{{ question.text }}

Asked: {{ question.createdAt | local_time }}
{% if question.closesAt %}Unless the requester writes, the case is closed: {{ question.closesAt | local_time }}
{% endif %}
Open the case:
{{ links.staff }}
`,
    }),
  },
} satisfies Record<string, CaseNotification>;
