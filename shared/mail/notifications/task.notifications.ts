import type { CaseMailContext } from '#shared/mail/notifications/context.ts';
import { type CaseNotification, english } from '#shared/mail/notifications/notification.ts';

/** Whose target an event is about. */
const isOfTask = ({ event: { after } }: CaseMailContext) => 'task' in after && after.task !== undefined;

export const taskNotifications = {
  'task-assigned': {
    sent: [
      { on: 'Task Created', to: 'taskOwners' },
      {
        on: 'Task Updated',
        when: ({ event }) => event.type === 'Task Updated' && event.after.assigned === true,
        to: 'taskOwners',
      },
    ],
    template: english({
      name: 'Task assigned',
      subject: 'Task for you: {{ task.title }} (case {{ case.reference }})',
      text: `{% if task.assignee.group %}A task is waiting for {{ task.assigneeName }}.{% else %}A task has been given to you.{% endif %}

Task: {{ task.title }}
{% if task.dueAt %}Due: {{ task.dueAt | local_time }}
{% endif %}Case: {{ case.reference }}, {{ case.subject }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}{% if task.description %}
{{ task.description }}
{% endif %}{% if task.instructions %}
{{ task.instructions }}
{% endif %}
Open the case:
{{ links.staff }}
`,
    }),
  },
  'task-cancelled': {
    sent: [{ on: 'Task Cancelled', to: 'taskOwners' }],
    template: english({
      name: 'Task cancelled',
      subject: 'Task cancelled: {{ task.title }} (case {{ case.reference }})',
      text: `This task was cancelled. There is nothing left to do about it.

Task: {{ task.title }}
{% if task.dueAt %}Due: {{ task.dueAt | local_time }}
{% endif %}Case: {{ case.reference }}, {{ case.subject }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}
Open the case:
{{ links.staff }}
`,
    }),
  },
  'task-reminder': {
    sent: [{ on: 'Target Reminder Due', when: isOfTask, to: 'taskCaretakers' }],
    template: english({
      name: 'A task is due soon',
      subject: 'Reminder: {{ task.title }} is due {{ target.dueAt | local_time }} (case {{ case.reference }})',
      text: `This task comes due soon.

Task: {{ task.title }}
{% if task.dueAt %}Due: {{ task.dueAt | local_time }}
{% endif %}Case: {{ case.reference }}, {{ case.subject }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}With: {% if task.assigneeName %}{{ task.assigneeName }}{% else %}nobody yet{% endif %}

Open the case:
{{ links.staff }}
`,
    }),
  },
  'task-breached': {
    sent: [{ on: 'Target Breached', when: isOfTask, to: 'taskCaretakers' }],
    template: english({
      name: 'A task is overdue',
      subject: 'Overdue: {{ task.title }} was due {{ target.dueAt | local_time }} (case {{ case.reference }})',
      text: `This task was not completed in time.

Task: {{ task.title }}
{% if task.dueAt %}Due: {{ task.dueAt | local_time }}
{% endif %}Case: {{ case.reference }}, {{ case.subject }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}With: {% if task.assigneeName %}{{ task.assigneeName }}{% else %}nobody yet{% endif %}

Open the case:
{{ links.staff }}
`,
    }),
  },
  'all-tasks-completed': {
    sent: [{ on: 'All Tasks Completed', to: 'caretakers' }],
    template: english({
      name: 'All tasks done',
      subject: 'All tasks of case {{ case.reference }} are done',
      text: `No task of this case is open any more. The last one was "{{ task.title }}".

Case: {{ case.reference }}, {{ case.subject }}
Status: {{ case.statusName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}
Open the case:
{{ links.staff }}
`,
    }),
  },
} satisfies Record<string, CaseNotification>;
