import type { Template } from '#shared/mail/notifications/template.ts';

export const caseOpenedInEmergency: Template = {
  name: 'Private case opened in an emergency',
  language: 'en-GB',
  subject: 'Case {{ case.reference }} was opened in an emergency',
  text: `Somebody who may not see this private case otherwise has opened it, for an hour. Who, when and for what reason stands on its history.

Case: {{ case.reference }}, {{ case.subject }}

Open the case:
{{ links.staff }}
`,
};
