import type { Template } from '#shared/mail/notifications/template.ts';

export const caseRaisedRequester: Template = {
  name: 'Case raised, to the requester',
  language: 'en-GB',
  subject: 'We have your request {{ case.reference }}: {{ case.subject }}',
  text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

Thank you. We have received your request and will look into it.

Reference: {{ case.reference }}
About: {{ case.subject }}
Received: {{ case.createdAt | local_time }}

Please keep the reference; it is all we need to find your request.

You can see how it is going and add to it here:
{{ links.portal }}
`,
};
