import { declareEvent } from '#shared/core/events/event-declaration.ts';

const ofContact = {
  about: ['contact'],
  record: async () => (await import('#shared/casework/contacts/contact.ts')).contactSchema,
  changes: async () => (await import('#shared/casework/contacts/contact.ts')).contactChange,
} as const;

export const contactEvents = [
  declareEvent({ ...ofContact, type: 'Contact Created' }),
  declareEvent({ ...ofContact, type: 'Contact Updated', movesInvitations: true, consumers: ['notify'] }),
] as const;
