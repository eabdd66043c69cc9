import { contactSchema } from '#shared/casework/contacts/contact.ts';
import { declareEvent } from '#shared/core/events/event-declaration.ts';

const ofContact = {
  about: ['contact'],
  record: contactSchema,
  changes: contactSchema.omit({ version: true, updatedAt: true }).partial().meta({ id: 'ContactChange' }),
} as const;

export const contactEvents = [
  declareEvent({ ...ofContact, type: 'Contact Created' }),
  declareEvent({ ...ofContact, type: 'Contact Updated', movesInvitations: true, consumers: ['notify'] }),
] as const;
