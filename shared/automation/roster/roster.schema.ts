import * as z from 'zod';
import { own } from '#shared/core/records/own.ts';
import { contactId, email, instant, name, personId, phone, shortText } from '#shared/core/records/primitives.ts';

// OneRoster 1.1 and 1.2, as its REST interface has it; a row of its CSV is read into the same
// shapes. What is not named here is not kept: passwords above all.

const isDate = /^\d{4}-\d\d-\d\d$/;
const lower = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
const words: Readonly<Record<string, boolean>> = { true: true, false: false };

const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
const textId = z.preprocess(asText, name.max(128));
const reference = z.preprocess(
  (value) => (typeof value === 'object' ? value : { sourcedId: value }),
  z.object({ sourcedId: textId }),
);
const yesOrNo = z.preprocess((value) => own(words, String(lower(value))) ?? value, z.boolean());
const list = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value),
  z.array(shortText),
);

const common = {
  status: z.preprocess(lower, z.enum(['active', 'inactive', 'tobedeleted'])).default('active'),
  dateLastModified: z
    .preprocess((value) => (isDate.test(String(value)) ? `${String(value)}T00:00:00.000Z` : value), instant)
    .optional(),
};

const rosterUserSchema = z.object({
  ...common,
  sourcedId: z.preprocess(asText, contactId),
  enabledUser: yesOrNo.nullish(),
  username: shortText.nullish(),
  givenName: shortText.nullish(),
  middleName: shortText.nullish(),
  familyName: shortText.nullish(),
  preferredFirstName: shortText.nullish(),
  preferredMiddleName: shortText.nullish(),
  preferredLastName: shortText.nullish(),
  identifier: shortText.nullish(),
  email: email.nullish(),
  phone: phone.nullish(),
  sms: phone.nullish(),
  grades: list.nullish(),
  role: shortText.nullish(),
  roles: z.array(z.object({ role: shortText, roleType: shortText.nullish() })).nullish(),
  userMasterIdentifier: shortText.nullish(),
});
export type RosterUser = z.infer<typeof rosterUserSchema>;

const rosterCourseSchema = z.object({
  ...common,
  sourcedId: textId,
  courseCode: z.preprocess(asText, z.string().max(64)).nullish(),
});
export type RosterCourse = z.infer<typeof rosterCourseSchema>;

const rosterClassSchema = z.object({
  ...common,
  sourcedId: textId,
  classCode: z.preprocess(asText, z.string().max(64)).nullish(),
  course: reference,
  terms: z.array(reference).nullish(),
});
export type RosterClass = z.infer<typeof rosterClassSchema>;

const rosterEnrolmentSchema = z.object({
  ...common,
  sourcedId: textId,
  class: reference,
  user: z.preprocess(
    (value) => (typeof value === 'object' ? value : { sourcedId: value }),
    z.object({ sourcedId: z.preprocess(asText, personId) }),
  ),
  role: shortText.default('student'),
  primary: yesOrNo.nullish(),
});
export type RosterEnrolment = z.infer<typeof rosterEnrolmentSchema>;

export const rosterSchemas = {
  user: rosterUserSchema,
  course: rosterCourseSchema,
  class: rosterClassSchema,
  enrollment: rosterEnrolmentSchema,
} as const;
export type RosterKind = keyof typeof rosterSchemas;

/** What stands in a roster, of its kind. */
export type RosterThing = { [K in RosterKind]: { kind: K; value: z.infer<(typeof rosterSchemas)[K]> } }[RosterKind];
