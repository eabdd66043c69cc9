import { english } from '#shared/mail/notifications/notification.ts';

export const digestTemplate = english({
  name: 'Digest of a day',
  subject: 'Your digest: {{ digest.count }} {% if digest.count == 1 %}record{% else %}records{% endif %} with news',
  text: `This is what has happened since your last digest, and how it stands now.
{% for record in digest.records %}
{{ record.name }}
{% if record.status %}Now: {{ record.status }}{% if record.priority %}, priority {{ record.priority }}{% endif %}{% if record.dueAt %}, due {{ record.dueAt | local_time }}{% endif %}
{% endif %}{% for one in record.happened %}- {{ one.at | local_time }}: {{ one.line }}
{% endfor %}{% if record.link %}{{ record.link }}
{% endif %}{% endfor %}`,
});
