import type { Template } from '#shared/mail/notifications/template.ts';

export const statusChanged: Template = {
  name: 'Status changed, to the requester',
  language: 'en-GB',
  subject: 'Your request {{ case.reference }} is now: {{ case.statusName }}',
  text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

The status of your request has changed.

Reference: {{ case.reference }}
About: {{ case.subject }}
Status: {{ case.statusName }}

{% if links.portal %}See how it is going here:
{{ links.portal }}
{% endif %}{% if links.subscription %}To hear no more of it:
{{ links.subscription }}
{% endif %}`,
};
