import type { Template } from '#shared/mail/notifications/template.ts';

// Whoever raised an alert learns that it was seen to, not what was found out: they need not be among those who may read that.
export const alertOutcome: Template = {
  name: 'Outcome of an alert, to whoever raised it',
  language: 'en-GB',
  subject:
    'Your {{ alert.typeName }} alert{% if contact.name %} for {{ contact.name }}{% endif %} has been {{ alert.status }}',
  text: `The alert that you raised has been seen to. Thank you for raising it.

Type: {{ alert.typeName }}
{% if contact.name %}About: {{ contact.name }}
{% endif %}Raised: {{ alert.createdAt | local_time }}
Status: {{ alert.status }}
{% if alert.outcomeName %}Outcome: {{ alert.outcomeName }}
{% endif %}
Open the alert:
{{ links.staff }}
`,
};
