import * as z from 'zod';
import { mostPeople } from '#shared/casework/cases/limits.ts';
import { contactId, instant, key, personId } from '#shared/core/records/primitives.ts';

/**
 * Somebody in a role, from an instant on and, once it ended, until another. Ended ones stay: that
 * is the history of the role.
 */
const roleHolderSchema = z.strictObject({ role: key, id: personId, from: instant, to: instant.optional() });

/** Which of a case's events a subscriber gets; all where undefined. */
const subscriptionSchema = z.strictObject({
  id: personId,
  events: z.array(z.string().max(64)).max(50).optional(),
  /**
   * A stranger asked for it, and the owner of the address has not confirmed it: no mail goes there
   * yet.
   */
  confirmed: z.literal(false).optional(),
});

export const peopleShape = {
  roles: z.array(roleHolderSchema).max(mostPeople.roles),
  clients: z.array(contactId).max(mostPeople.clients),
  subscriptions: z.array(subscriptionSchema).max(mostPeople.subscriptions),
  /** People who may not see this case, also if their groups could: a conflict of interest. */
  locks: z.array(personId).max(mostPeople.locks),
};
