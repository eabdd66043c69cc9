import { type CaseNotification, english } from '#shared/mail/notifications/notification.ts';

export const assignmentNotifications = {
  'assignment-failed': {
    sent: [{ on: 'Assignment Failed', to: 'managers' }],
    template: english({
      name: 'Nobody could be given a case',
      subject: 'Nobody could be given case {{ case.reference }}: {{ case.subject }}',
      text: `A rule was to give this case, or a task of it, to somebody, and everybody was away, not working at that hour, or had all that they take.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}

Its history says why each was left out. Open the case:
{{ links.staff }}
`,
    }),
  },
} satisfies Record<string, CaseNotification>;
