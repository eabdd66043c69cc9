import type { MailContext } from '#shared/mail/notifications/context.ts';
import { type ContactNotification, english } from '#shared/mail/notifications/notification.ts';

// What of a contact are contact details: a SIS that changes labels or courses every night has
// changed none.
const contactDetails: readonly string[] = ['name', 'email', 'phone'];
const detailsChanged = ({ event }: Pick<MailContext, 'event'>) =>
  event.changed.some((field) => contactDetails.includes(field));

export const contactNotifications = {
  // To staff who look after a case of the contact, and to the contact: there it repeats nothing,
  // since somebody else may read it at the address of before.
  'contact-updated': {
    sent: [{ on: 'Contact Updated', when: detailsChanged, to: 'caretakers' }],
    sentToContact: [{ on: 'Contact Updated', when: detailsChanged, to: 'whoseDetails', confirms: () => true }],
    template: english({
      name: 'Contact details changed',
      subject:
        '{% if links.staff %}Contact details of {{ contact.name }} have changed: case {{ case.reference }}{% else %}Your contact details have changed{% endif %}',
      text: `{% if links.staff %}The contact details of whom this case is about have changed. They are now:

{{ contact.name }}
{% if contact.email %}Mail: {{ contact.email }}
{% endif %}{% if contact.phone %}Telephone: {{ contact.phone }}
{% endif %}
Case: {{ case.reference }}, {{ case.subject }}

Open the case:
{{ links.staff }}
{% else %}Hello,

your name, your mail address or your telephone number has been changed in our records.

If you know of it, you need not do anything. If you do not, please tell us.

You can see your details here:
{{ links.portal }}
{% endif %}`,
    }),
  },
} satisfies Record<string, ContactNotification>;
