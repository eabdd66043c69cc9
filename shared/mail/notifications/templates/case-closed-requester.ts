import type { Template } from '#shared/mail/notifications/template.ts';

export const caseClosedRequester: Template = {
  name: 'Case closed, to the requester',
  language: 'en-GB',
  subject: 'Your request {{ case.reference }} has been closed: {{ case.subject }}',
  text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

Your request has been closed.

Reference: {{ case.reference }}
About: {{ case.subject }}
{% if reason.name %}Outcome: {{ reason.name }}
{% endif %}
{{ case.closure.details }}

You can read all of it here. If something is still open, add a note and we will look into it again:
{{ links.portal }}
`,
};
