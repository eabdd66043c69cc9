import type { Template } from '#shared/mail/notifications/template.ts';

// To staff who look after a case of the contact, and to the contact: there it repeats nothing, since somebody else may read it at the address of before.
export const contactUpdated: Template = {
  name: 'Contact details changed',
  language: 'en-GB',
  subject:
    '{% if links.staff %}Contact details of {{ contact.name }} have changed: case {{ case.reference }}{% else %}Your contact details have changed{% endif %}',
  text: `{% if links.staff %}The contact details of whom this case is about have changed. They are now:

{{ contact.name }}
{% if contact.email %}Mail: {{ contact.email }}
{% endif %}{% if contact.phone %}Telephone: {{ contact.phone }}
{% endif %}
Case: {{ case.reference }}, {{ case.subject }}

Open the case:
{{ links.staff }}
{% else %}Hello,

your name, your mail address or your telephone number has been changed in our records.

If you know of it, you need not do anything. If you do not, please tell us.

You can see your details here:
{{ links.portal }}
{% endif %}`,
};
