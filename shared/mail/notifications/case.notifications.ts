import { reasonOf } from '#shared/casework/cases/reason-of-event.ts';
import type { CaseMailContext } from '#shared/mail/notifications/context.ts';
import { type CaseNotification, english } from '#shared/mail/notifications/notification.ts';

/** The template that the type names for the reason of the event. */
const reasonTemplate = ({ event, definition, record }: CaseMailContext): string | undefined =>
  reasonOf(event, definition.type, record.closure)?.template;

const hasPerson = ({ record }: CaseMailContext) => record.assignee !== undefined && 'user' in record.assignee;
const hasTeam = ({ record }: CaseMailContext) => record.assignee !== undefined && 'group' in record.assignee;
const isClaimed = ({ event }: CaseMailContext) => event.type === 'Case Assigned' && event.after.claimed === true;
const byRequester = ({ event }: CaseMailContext) => event.actor.kind === 'requester';
const isByLadder = ({ event }: CaseMailContext) => event.type === 'Case Escalated' && event.after.by === 'ladder';
const isByHand = ({ event }: CaseMailContext) => event.type === 'Case Escalated' && event.after.by === 'hand';

export const caseNotifications = {
  'case-raised-requester': {
    sent: [{ on: 'Case Created', to: 'requester', confirms: () => true }],
    template: english({
      name: 'Case raised, to the requester',
      subject: 'We have your request {{ case.reference }}: {{ case.subject }}',
      text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

Thank you. We have received your request and will look into it.

Reference: {{ case.reference }}
About: {{ case.subject }}
Received: {{ case.createdAt | local_time }}

Please keep the reference; it is all we need to find your request.

You can see how it is going and add to it here:
{{ links.portal }}
`,
    }),
  },
  'case-raised-group': {
    groupMail: true,
    // A case that is given to a person as it is raised needs nobody else of the group.
    sent: [{ on: 'Case Created', to: 'caretakersUnlessTaken' }],
    template: english({
      name: 'Case raised, to the group',
      subject: 'New case {{ case.reference }}: {{ case.subject }}',
      text: `A new case is waiting for somebody to take it on.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}{% if assignee.name %}Team: {{ assignee.name }}
{% endif %}{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}
{{ case.description }}

Open the case and claim it:
{{ links.staff }}
`,
    }),
  },
  'case-assigned-person': {
    reasonTemplate,
    sent: [
      { on: 'Case Created', when: hasPerson, to: 'assigned', confirms: isClaimed },
      { on: 'Case Assigned', when: hasPerson, to: 'assigned', confirms: isClaimed },
    ],
    template: english({
      name: 'Case assigned, to the person',
      subject: 'Case {{ case.reference }} is yours: {{ case.subject }}',
      text: `Hello{% if assignee.name %} {{ assignee.name }}{% endif %},

This case has been assigned to you.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}{% if reason.name %}Reason: {{ reason.name }}
{% endif %}
{{ note.text }}

Open the case:
{{ links.staff }}
`,
    }),
  },
  'case-assigned-group': {
    groupMail: true,
    reasonTemplate,
    sent: [{ on: 'Case Assigned', when: hasTeam, to: 'assigned' }],
    template: english({
      name: 'Case assigned, to the group',
      subject: 'Case {{ case.reference }} has come to {{ assignee.name }}: {{ case.subject }}',
      text: `This case has been passed to {{ assignee.name }} and is waiting for somebody to take it on.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}{% if reason.name %}Reason: {{ reason.name }}
{% endif %}
{{ note.text }}

Open the case and claim it:
{{ links.staff }}
`,
    }),
  },
  'case-opened-in-emergency': {
    // That a private case was opened by somebody who may not is what nobody may miss.
    alwaysAtOnce: true,
    sent: [{ on: 'Case Opened In Emergency', to: 'assigned' }],
    template: english({
      name: 'Private case opened in an emergency',
      subject: 'Case {{ case.reference }} was opened in an emergency',
      text: `Somebody who may not see this private case otherwise has opened it, for an hour. Who, when and for what reason stands on its history.

Case: {{ case.reference }}, {{ case.subject }}

Open the case:
{{ links.staff }}
`,
    }),
  },
  'case-escalated': {
    reasonTemplate,
    sent: [
      // An escalation that a breach brought has had the two mails of the breach.
      { on: 'Case Escalated', when: isByHand, to: 'caseManager' },
      { on: 'Case Escalated', when: isByHand, to: 'escalationGroup' },
      // A level of a ladder calls in its own groups.
      { on: 'Case Escalated', when: isByLadder, to: 'calledIn' },
    ],
    template: english({
      name: 'Case escalated by hand',
      subject: 'Escalation: case {{ case.reference }}, {{ case.subject }}',
      text: `A case has been escalated.

Case: {{ case.reference }}, {{ case.subject }}
Type: {{ case.typeName }}
{% if reason.name %}Reason: {{ reason.name }}
{% endif %}Status: {{ case.statusName }}
Priority: {{ case.priorityName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}
{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}
{{ note.text }}

Open the case:
{{ links.staff }}
`,
    }),
  },
  'case-closed-requester': {
    reasonTemplate,
    // A requester who closes their case withdraws it.
    sent: [{ on: 'Case Closed', to: 'requester', toMerged: true, confirms: byRequester }],
    template: english({
      name: 'Case closed, to the requester',
      subject: 'Your request {{ case.reference }} has been closed: {{ case.subject }}',
      text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

Your request has been closed.

Reference: {{ case.reference }}
About: {{ case.subject }}
{% if reason.name %}Outcome: {{ reason.name }}
{% endif %}
{{ case.closure.details }}

You can read all of it here. If something is still open, add a note and we will look into it again:
{{ links.portal }}
`,
    }),
  },
  // It also goes to people outside who follow the case of somebody else, so it names nothing but
  // what they may read.
  'case-closed-subscribers': {
    sent: [
      { on: 'Case Closed', to: 'subscribers' },
      { on: 'Case Closed', to: 'followers' },
    ],
    template: english({
      name: 'Case closed, to whoever subscribes',
      subject: 'Case {{ case.reference }} has been closed: {{ case.subject }}',
      text: `A case that you follow has been closed.

Case: {{ case.reference }}, {{ case.subject }}
{% if reason.name %}Outcome: {{ reason.name }}
{% endif %}{% if links.staff %}
Open the case:
{{ links.staff }}
{% endif %}{% if links.subscription %}
To hear no more of it:
{{ links.subscription }}
{% endif %}`,
    }),
  },
  'case-reopened': {
    sent: [
      { on: 'Case Reopened', to: 'caretakers' },
      { on: 'Case Reopened', to: 'subscribers' },
    ],
    template: english({
      name: 'Case reopened',
      subject: 'Case {{ case.reference }} has been reopened: {{ case.subject }}',
      text: `This case was closed and has been taken up again.

Case: {{ case.reference }}, {{ case.subject }}
Status: {{ case.statusName }}
{% if contact.name %}For: {{ contact.name }}
{% endif %}Assigned to: {% if assignee.name %}{{ assignee.name }}{% else %}nobody yet{% endif %}
{% if case.dueAt %}Due: {{ case.dueAt | local_time }}
{% endif %}
{{ note.text }}

Open the case:
{{ links.staff }}
`,
    }),
  },
  'status-changed': {
    offByDefault: true,
    sent: [
      { on: 'Case Status Changed', to: 'requester', toMerged: true },
      { on: 'Case Status Changed', to: 'subscribers' },
      { on: 'Case Status Changed', to: 'followers' },
    ],
    template: english({
      name: 'Status changed, to the requester',
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
    }),
  },
  'due-action-failed': {
    sent: [
      { on: 'Closing Called Off', to: 'caretakers' },
      { on: 'Due Action Failed', to: 'caretakers' },
    ],
    template: english({
      name: 'Something that fell due could not be done',
      subject: 'On case {{ case.reference }} something due could not be done: {{ case.subject }}',
      text: `On case {{ case.reference }}, {{ case.subject }}, something fell due and could not be done.

Why: {{ reason.name }}
{% if target.key %}Target: {{ target.name }}, {{ target.dueAt | local_time }}
{% endif %}
What it was stands on the history of the case. It is not tried again, and nothing else waits for it.

Open the case:
{{ links.staff }}
`,
    }),
  },
  'portal-link': {
    sent: [{ on: 'Portal Link Requested', to: 'requester' }],
    template: english({
      name: 'A new link, to the requester who asked for it',
      subject: 'Your link to {{ case.reference }}: {{ case.subject }}',
      text: `Hello{% if contact.name %} {{ contact.name }}{% endif %},

here is the link to your request {{ case.reference }} that was asked for:
{{ links.portal }}

Whoever has it can see the request and add to it, so keep it to yourself. If you did not ask for it, you need not do anything.
`,
    }),
  },
  'subscription-requested': {
    sent: [{ on: 'Case Subscriber Changed', to: 'askingFollower' }],
    template: english({
      name: 'Somebody asked to follow a case, to the address they gave',
      subject: 'Do you want to follow {{ case.reference }}: {{ case.subject }}?',
      text: `Somebody gave this address to hear how this goes on:

{{ case.reference }}, {{ case.subject }}
Status: {{ case.statusName }}

If it was you, say so here, and you hear of each step:
{{ links.subscription }}

If it was not, you need not do anything, and hear no more of it.
`,
    }),
  },
} satisfies Record<string, CaseNotification>;
