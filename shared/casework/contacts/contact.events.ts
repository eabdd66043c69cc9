import { declareEvent } from '#shared/core/events/event-declaration.ts';

const ofContact = {
  about: ['contact'],
  record: async () => (await import('#shared/casework/contacts/contact.ts')).contactSchema,
  changes: async () => (await import('#shared/casework/contacts/contact.ts')).contactChange,
} as const;

export const contactEvents = [
  declareEvent({ ...ofContact, type: 'Contact Created', triggers: { 'contact-created': true } }),
  declareEvent({
    ...ofContact,
    type: 'Contact Updated',
    movesInvitations: true,
    triggers: { 'contact-updated': true },
    consumers: ['notify'],
  }),
  declareEvent({ ...ofContact, type: 'Person Erased From Contact' }),
  // Others that have something of the person learn that it is to go; it says nothing of them.
  declareEvent({ about: ['contact'], type: 'Contact Erased' }),
] as const;
