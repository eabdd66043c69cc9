import type { Template } from '#shared/notifications/template.ts';

export const contactUpdated: Template = {
  name: 'Contact details changed',
  language: 'en-GB',
  subject: 'Contact details of {{ contact.name }} have changed: case {{ case.reference }}',
  text: `The contact details of whom this case is about have changed. They are now:

{{ contact.name }}
{% if contact.email %}Mail: {{ contact.email }}
{% endif %}{% if contact.phone %}Telephone: {{ contact.phone }}
{% endif %}
Case: {{ case.reference }}, {{ case.subject }}

Open the case:
{{ links.staff }}
`,
};
