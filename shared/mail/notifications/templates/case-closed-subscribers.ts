import type { Template } from '#shared/mail/notifications/template.ts';

// It also goes to people outside who follow the case of somebody else, so it names nothing but what they may read.
export const caseClosedSubscribers: Template = {
  name: 'Case closed, to whoever subscribes',
  language: 'en-GB',
  subject: 'Case {{ case.reference }} has been closed: {{ case.subject }}',
  text: `A case that you follow has been closed.

Case: {{ case.reference }}, {{ case.subject }}
{% if reason.name %}Outcome: {{ reason.name }}
{% endif %}{% if links.staff %}
Open the case:
{{ links.staff }}
{% endif %}{% if links.subscription %}
To hear no more of it:
{{ links.subscription }}
{% endif %}`,
};
