import type { CaseMailContext } from '#shared/mail/notifications/context.ts';
import { type CaseNotification, english } from '#shared/mail/notifications/notification.ts';

// Targets of tasks have mails of their own: task.notifications.ts.
const isOfCase = ({ event: { after } }: CaseMailContext) => !('task' in after && after.task);

export const targetNotifications = {
  'target-reminder': {
    sent: [{ on: 'Target Reminder Due', when: isOfCase, to: 'caretakers' }],
    template: english({
      name: 'A target is near',
      subject: 'Reminder: {{ target.name }} of case {{ case.reference }} is due {{ target.dueAt | local_time }}',
      text: `The target "{{ target.name }}" of this case comes due soon.

Case: {{ case.reference }}, {{ case.subject }}
Due: {{ target.dueAt | local_time }}
Status: {{ case.statusName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}

Open the case:
{{ links.staff }}
`,
    }),
  },
  'target-breached-manager': {
    sent: [{ on: 'Target Breached', when: isOfCase, to: 'caseManager' }],
    template: english({
      name: 'A target was missed, to the case manager',
      subject: 'Overdue: {{ target.name }} of case {{ case.reference }} was missed',
      text: `The target "{{ target.name }}" of this case has passed without being met.

Case: {{ case.reference }}, {{ case.subject }}
Was due: {{ target.dueAt | local_time }}
Status: {{ case.statusName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}

Open the case:
{{ links.staff }}
`,
    }),
  },
  'target-breached-escalation': {
    sent: [{ on: 'Target Breached', when: isOfCase, to: 'escalationGroup' }],
    template: english({
      name: 'A target was missed, to the escalation group',
      subject: 'Escalation: case {{ case.reference }} missed its target {{ target.name }}',
      text: `A case needs your attention: its target "{{ target.name }}" has passed without being met.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
Was due: {{ target.dueAt | local_time }}
Status: {{ case.statusName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}

Please see to it that somebody deals with it:
{{ links.staff }}
`,
    }),
  },
} satisfies Record<string, CaseNotification>;
