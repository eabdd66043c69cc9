import type { AlertMailContext } from '#shared/mail/notifications/context.ts';
import { type AlertNotification, english } from '#shared/mail/notifications/notification.ts';

const isSettled = ({ record }: AlertMailContext) => record.status === 'resolved' || record.status === 'dismissed';

export const alertNotifications = {
  'alert-assigned': {
    sent: [
      { on: 'Alert Created', to: 'reviewers' },
      { on: 'Alert Reviewer Changed', to: 'reviewers' },
    ],
    template: english({
      name: 'Alert to review',
      subject: '{{ alert.typeName }} alert{% if contact.name %} for {{ contact.name }}{% endif %} to review',
      text: `An alert is waiting for your review.

Type: {{ alert.typeName }}
Priority: {{ alert.priorityName }}
{% if contact.name %}About: {{ contact.name }}
{% endif %}{% if alert.course.code %}Course: {{ alert.course.code }}
{% endif %}{% if alert.dueAt %}Please review by: {{ alert.dueAt | local_time }}
{% endif %}
{{ alert.description }}

Open the alert:
{{ links.staff }}
`,
    }),
  },
  'alert-due-soon': {
    sent: [{ on: 'Alert Due Soon', to: 'eligibleReviewers' }],
    template: english({
      name: 'Alert due soon',
      subject:
        'Due {{ alert.dueAt | local_time }}: {{ alert.typeName }} alert{% if contact.name %} for {{ contact.name }}{% endif %}',
      text: `An alert that still waits for your review is due soon.

Type: {{ alert.typeName }}
Priority: {{ alert.priorityName }}
{% if contact.name %}About: {{ contact.name }}
{% endif %}{% if alert.course.code %}Course: {{ alert.course.code }}
{% endif %}Due: {{ alert.dueAt | local_time }}

{{ alert.description }}

Open the alert:
{{ links.staff }}
`,
    }),
  },
  'alert-assignment-failed': {
    sent: [{ on: 'Assignment Failed', to: 'possibleReviewers' }],
    template: english({
      name: 'Nobody could be given an alert',
      subject:
        'Nobody could be given a {{ alert.typeName }} alert{% if contact.name %} for {{ contact.name }}{% endif %}',
      text: `An alert was to be given to somebody for review, and everybody was away, not working at that hour, or had all that they take.

Type: {{ alert.typeName }}
Priority: {{ alert.priorityName }}
{% if contact.name %}About: {{ contact.name }}
{% endif %}{% if alert.dueAt %}Please review by: {{ alert.dueAt | local_time }}
{% endif %}
{{ alert.description }}

Its history says why each was left out. Open the alert:
{{ links.staff }}
`,
    }),
  },
  // The reporter of an alert learns that it was reviewed, not what was found out: they need not be
  // among those who may read that.
  'alert-outcome': {
    sent: [{ on: 'Alert Status Changed', when: isSettled, to: 'raiser' }],
    template: english({
      name: 'Outcome of an alert, to whoever raised it',
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
    }),
  },
} satisfies Record<string, AlertNotification>;
