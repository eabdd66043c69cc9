import type { Template } from '#shared/mail/notifications/template.ts';

export const noteByRequester: Template = {
  name: 'The requester added a note',
  language: 'en-GB',
  subject: 'Note from the requester on case {{ case.reference }}: {{ case.subject }}',
  text: `{% if contact.name %}{{ contact.name }}{% else %}The requester{% endif %} has added a note to case {{ case.reference }}, {{ case.subject }}:

{{ note.text }}

Open the case:
{{ links.staff }}
`,
};
