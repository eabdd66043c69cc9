import type { Template } from '#shared/mail/notifications/template.ts';

export const mailNotTaken: Template = {
  name: 'A mail, or files of it, could not be taken',
  language: 'en-GB',
  subject: 'Your mail about case {{ case.reference }} could not be taken as it was',
  text: `{% if mail.files %}Your mail has arrived. Of the files that came with it we could not take {% if mail.count == 1 %}this one{% else %}these {{ mail.count }}{% endif %}:

{% for file in mail.files %}- {{ file.name }} ({{ file.reason }})
{% endfor %}
Staff can see that you sent {% if mail.count == 1 %}it{% else %}them{% endif %}. If somebody has to read {% if mail.count == 1 %}it{% else %}them{% endif %}, please send a document, a picture or a text that is not too large, in more than one mail if there are many.
{% else %}We could not read your mail about case {{ case.reference }}. Please write it again, as plain text and without attachments.
{% endif %}
{% if links.staff %}The case:
{{ links.staff }}
{% elsif links.portal %}Your case:
{{ links.portal }}
{% endif %}`,
};
