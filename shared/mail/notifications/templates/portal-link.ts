import type { Template } from '#shared/mail/notifications/template.ts';

export const portalLink: Template = {
  name: 'A new link, to the requester who asked for it',
  language: 'en-GB',
  subject: 'Your link to {{ case.reference }}: {{ case.subject }}',
  text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

here is the link to your request {{ case.reference }} that was asked for:
{{ links.portal }}

Whoever has it can see the request and add to it, so keep it to yourself. If you did not ask for it, you need not do anything.
`,
};
