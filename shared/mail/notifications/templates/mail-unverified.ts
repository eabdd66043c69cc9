import type { Template } from '#shared/mail/notifications/template.ts';

export const mailUnverified: Template = {
  name: 'A mail of an unverified sender came to a case',
  language: 'en-GB',
  subject: 'Mail of an unverified sender on case {{ case.reference }}: {{ case.subject }}',
  text: `A mail came to case {{ case.reference }}, {{ case.subject }}. Nobody confirms that it is from whom it says, so it is a note of staff alone and has changed nothing:

{{ note.text }}

Open the case:
{{ links.staff }}
`,
};
