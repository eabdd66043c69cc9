import type { Template } from '#shared/mail/notifications/template.ts';

export const subscriptionRequested: Template = {
  name: 'Somebody asked to follow a case, to the address they gave',
  language: 'en-GB',
  subject: 'Do you want to follow {{ case.reference }}: {{ case.subject }}?',
  text: `Somebody gave this address to hear how this goes on:

{{ case.reference }}, {{ case.subject }}
Status: {{ case.statusName }}

If it was you, say so here, and you hear of each step:
{{ links.subscription }}

If it was not, you need not do anything, and hear no more of it.
`,
};
