import type { Template } from '#shared/mail/notifications/template.ts';

export const digest: Template = {
  name: 'Digest of a day',
  language: 'en-GB',
  subject: 'Your digest: {{ digest.count }} {% if digest.count == 1 %}record{% else %}records{% endif %} with news',
  text: `This is what has happened since your last digest, and how it stands now.
{% for record in digest.records %}
{{ record.name }}
{% if record.status %}Now: {{ record.status }}{% if record.priority %}, priority {{ record.priority }}{% endif %}{% if record.dueAt %}, due {{ record.dueAt | local_time }}{% endif %}
{% endif %}{% for one in record.happened %}- {{ one.at | local_time }}: {{ one.line }}
{% endfor %}{% if record.link %}{{ record.link }}
{% endif %}{% endfor %}`,
};
