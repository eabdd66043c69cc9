import type { CaseMailContext } from '#shared/mail/notifications/context.ts';
import { type CaseNotification, english } from '#shared/mail/notifications/notification.ts';

const noteOf = ({ event }: CaseMailContext) => (event.type === 'Note Added' ? event.after.note : undefined);
const byStaff = (context: CaseMailContext) => noteOf(context)?.createdBy.kind === 'user';
const isPublicByStaff = (context: CaseMailContext) => byStaff(context) && noteOf(context)?.public === true;
const byRequester = (context: CaseMailContext) => noteOf(context)?.createdBy.kind === 'requester';

export const noteNotifications = {
  // It also goes to the requester where the note is public, and to the case's followers, so it
  // names nothing but what a requester may read.
  'note-by-staff': {
    sent: [
      { on: 'Note Added', when: byStaff, to: 'caretakers' },
      // A public note is an answer (it meets the first-response target), and an answer has to reach
      // the requester.
      { on: 'Note Added', when: isPublicByStaff, to: 'requester', toMerged: true },
      { on: 'Note Added', when: byStaff, to: 'subscribers' },
      { on: 'Note Added', when: isPublicByStaff, to: 'followers' },
    ],
    template: english({
      name: 'Staff added a note',
      subject: 'New note on {{ case.reference }}: {{ case.subject }}',
      text: `A note has been added to {{ case.reference }}, {{ case.subject }}:

{{ note.text }}

{% if links.portal %}Read all of it here:
{% if links.staff %}{{ links.staff }}{% else %}{{ links.portal }}{% endif %}
{% endif %}`,
    }),
  },
  'mail-unverified': {
    sent: [{ on: 'Note Added', when: (one) => noteOf(one)?.unverifiedSender === true, to: 'caretakers' }],
    template: english({
      name: 'A mail of an unverified sender came to a case',
      subject: 'Mail of an unverified sender on case {{ case.reference }}: {{ case.subject }}',
      text: `A mail came to case {{ case.reference }}, {{ case.subject }}. Nobody confirms that it is from whom it says, so it is a note of staff alone and has changed nothing:

{{ note.text }}

Open the case:
{{ links.staff }}
`,
    }),
  },
  'mail-not-taken': {
    // Only who wrote a mail can send what was not taken of it in another form.
    sent: [
      { on: 'Mail Files Refused', to: 'mailSender', confirms: () => true },
      { on: 'Mail Set Aside', to: 'mailSender', confirms: () => true },
    ],
    template: english({
      name: 'A mail, or files of it, could not be taken',
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
    }),
  },
  'note-by-requester': {
    sent: [
      { on: 'Note Added', when: byRequester, to: 'caretakers' },
      { on: 'Note Added', when: byRequester, to: 'subscribers' },
    ],
    template: english({
      name: 'The requester added a note',
      subject: 'Note from the requester on case {{ case.reference }}: {{ case.subject }}',
      text: `{% if contact.name %}{{ contact.name }}{% else %}The requester{% endif %} has added a note to case {{ case.reference }}, {{ case.subject }}:

{{ note.text }}

Open the case:
{{ links.staff }}
`,
    }),
  },
} satisfies Record<string, CaseNotification>;
