import type { RosterUser } from '#shared/automation/roster/roster.schema.ts';
import type { Contact, ContactChanges } from '#shared/casework/contacts/contact.ts';
import { editContact, putContact } from '#shared/casework/contacts/put-contact.ts';
import { invalid } from '#shared/core/errors.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

const joined = (...parts: (string | null | undefined)[]): string =>
  parts
    .map((part) => part?.trim() ?? '')
    .filter((part) => part !== '')
    .join(' ');

/** The name of a user, in whatever script; the preferred one where there is one. */
const nameOf = (user: RosterUser): string => {
  const { preferredFirstName: first, preferredMiddleName: middle, preferredLastName: last } = user;
  const official = [user.givenName, user.middleName, user.familyName] as const;
  const chosen =
    first || middle || last ? joined(first || official[0], middle, last || official[2]) : joined(...official);
  return [...chosen].slice(0, 200).join('');
};

const roleOf = ({ role, roles }: RosterUser): string | null | undefined =>
  roles ? ((roles.find(({ roleType }) => roleType === 'primary') ?? roles[0])?.role ?? null) : role;

/** What stands among the attributes of the contact; what the roster does not speak of stays. */
const attributesOf = (user: RosterUser): NonNullable<ContactChanges['attributes']> => {
  const said = {
    username: user.username,
    identifier: user.identifier,
    userMasterIdentifier: user.userMasterIdentifier,
    grades: user.grades && (user.grades.join(', ').slice(0, 200) || null),
    role: roleOf(user),
    enabledUser: user.enabledUser,
    rosterStatus: user.status === 'active' ? null : user.status,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as NonNullable<
    ContactChanges['attributes']
  >;
};

const nothingElse = { kind: 'person' as const, labels: [], network: {}, courses: [] };

const present = <V>(values: Record<string, V | null | undefined>): Record<string, V> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined)) as Record<
    string,
    V
  >;

/**
 * Keeps a user of a roster as a contact, beside what the institution noted itself; a deleted one is
 * only marked, and undefined where there was none. @throws `invalid-request` without a name
 */
export const keepUser = (
  current: Contact | undefined,
  user: RosterUser,
  { by, at, nextVersion }: { by: Actor; at: number; nextVersion: number },
): Decision<Contact> | undefined => {
  if (user.status === 'tobedeleted')
    return current && editContact(current, { attributes: { rosterStatus: user.status }, courses: [] }, { by, at });
  const name = nameOf(user);
  if (name === '')
    throw invalid([{ pointer: '/givenName', code: 'required', detail: 'a user has a given or a family name' }]);
  const phone = user.phone || user.sms || (user.phone === undefined && user.sms === undefined ? undefined : null);
  const attributes = attributesOf(user);
  if (!current) {
    const input = { name, ...present({ email: user.email, phone }), attributes: present(attributes), ...nothingElse };
    return putContact(undefined, { id: user.sourcedId, input, by, at, nextVersion });
  }
  // Somebody who gave a new address keeps it while the roster has the one from before.
  const isAsBefore = isSameAddress(user.email ?? undefined, current.unconfirmed?.signInEmail);
  const changes: ContactChanges = {
    name,
    attributes,
    ...(user.email !== undefined && !isAsBefore && { email: user.email }),
    ...(phone !== undefined && { phone }),
  };
  return editContact(current, changes, { by, at });
};

/** A class of a roster as it is kept, with who teaches it by their enrolments. */
export interface KeptClass {
  courseId: string;
  code?: string | undefined;
  term?: string | undefined;
  isOver: boolean;
  teachers: Record<string, { id: string; isPrimary: boolean; modifiedAt?: string | undefined; isOver: boolean }>;
}

/** The primary teacher of a class, else the first by the names of their enrolments. */
const instructorOf = ({ teachers }: KeptClass): string | undefined => {
  const those = Object.entries(teachers)
    .filter(([, { isOver }]) => !isOver)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, teacher]) => teacher);
  return (those.find(({ isPrimary }) => isPrimary) ?? those[0])?.id;
};

// As many as a contact has.
const mostCourses = 100;

/** The courses of a contact, by the classes that it is enrolled in. */
export const coursesIn = (
  classes: readonly KeptClass[],
  codeOf: (courseId: string) => string | undefined,
): Contact['courses'] => {
  const courses = classes
    .filter(({ isOver }) => !isOver)
    .map((one) => {
      const instructor = instructorOf(one);
      return {
        code: (codeOf(one.courseId) || one.courseId).slice(0, 64),
        ...(one.code && { section: one.code }),
        ...(instructor !== undefined && { instructor }),
      };
    });
  const byName = new Map(courses.map((course) => [`${course.code} ${course.section ?? ''}`, course]));
  return [...byName.values()].sort((one, other) => (one.code < other.code ? -1 : 1)).slice(0, mostCourses);
};
