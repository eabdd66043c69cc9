import type { Template } from '#shared/mail/notifications/template.ts';

// It also goes to the requester where the note is public, and to whoever follows the case, so it names nothing but what a requester may read.
export const noteByStaff: Template = {
  name: 'Staff added a note',
  language: 'en-GB',
  subject: 'New note on {{ case.reference }}: {{ case.subject }}',
  text: `A note has been added to {{ case.reference }}, {{ case.subject }}:

{{ note.text }}

{% if links.portal %}Read all of it here:
{% if links.staff %}{{ links.staff }}{% else %}{{ links.portal }}{% endif %}
{% endif %}`,
};
