import * as z from 'zod';
import { timeZone } from '#shared/core/calendars/calendar.ts';
import {
  contactId,
  email,
  name,
  personId,
  phone,
  recordBase,
  shortText,
  tags,
} from '#shared/core/records/primitives.ts';

const attributeName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    'an attribute begins with a letter and has 1 to 64 of A-Z, a-z, 0-9, _ and -',
  );

const details = {
  name,
  email: email.optional(),
  phone: phone.optional(),
  kind: z.enum(['person', 'organisation']).default('person'),
  attributes: z.record(attributeName, z.union([shortText, z.number(), z.boolean()])).default({}),
  labels: tags.default([]),
  /** Who stands beside this person: the adviser, the tutor. A role has one person. */
  network: z.record(z.string().min(1).max(64), z.strictObject({ user: personId })).default({}),
  courses: z
    .array(
      z.strictObject({
        code: z.string().min(1).max(64),
        section: z.string().max(64).optional(),
        instructor: personId.optional(),
      }),
    )
    .max(100)
    .default([]),
  language: z.string().max(35).optional(),
  timeZone: timeZone.optional(),
};

/**
 * A person or an organisation that alerts and cases are about. The id is the caller's: the SIS's.
 */
export const contactInputSchema = z.strictObject(details).meta({ id: 'NewContact' });
export type ContactInput = z.infer<typeof contactInputSchema>;
/** The contact as `PUT /v1/contacts/{id}` takes it, with its id. */
export const upsertedContactSchema = contactInputSchema.extend({ id: contactId });

export const contactSchema = z
  .strictObject({
    ...recordBase.shape,
    id: contactId,
    ...details,
    /**
     * Set until the mail address is shown to be the contact's own. Signing in with it does not open
     * this contact; its former address does, if it had one.
     */
    unconfirmed: z.strictObject({ signInEmail: email.optional() }).optional(),
  })
  .meta({ id: 'Contact' });
export type Contact = z.infer<typeof contactSchema>;

/** What a contact may change of itself. */
export const ownContactChangesSchema = z
  .strictObject({
    name: name.optional(),
    email: email.nullable().optional(),
    phone: phone.nullable().optional(),
    language: z.string().max(35).nullable().optional(),
    timeZone: timeZone.nullable().optional(),
  })
  .meta({ id: 'OwnContactChanges' });
export type OwnContactChanges = z.infer<typeof ownContactChangesSchema>;

/**
 * What a contact is shown of itself: labels, attributes and relations are notes of the institution.
 */
export const ownContactSchema = contactSchema
  .pick({ id: true, version: true, name: true, email: true, phone: true, kind: true, language: true, timeZone: true })
  .meta({ id: 'OwnContact' });
export type OwnContact = z.infer<typeof ownContactSchema>;

export const contactChangesSchema = z
  .strictObject({
    name: name.optional(),
    email: email.nullable().optional(),
    phone: phone.nullable().optional(),
    kind: z.enum(['person', 'organisation']).optional(),
    attributes: z.record(attributeName, z.union([shortText, z.number(), z.boolean(), z.null()])).optional(),
    labels: tags.optional(),
    network: z.record(z.string().min(1).max(64), z.strictObject({ user: personId }).nullable()).optional(),
    courses: details.courses.unwrap().optional(),
    language: z.string().max(35).nullable().optional(),
    timeZone: timeZone.nullable().optional(),
  })
  .meta({ id: 'ContactChanges' });
export type ContactChanges = z.infer<typeof contactChangesSchema>;

/** What may change of a contact, but for what every change moves. */
export const contactChange = contactSchema
  .omit({ version: true, updatedAt: true })
  .partial()
  .meta({ id: 'ContactChange' });
