import { contactToPut } from '#functions/contact-to-put.ts';
import { type DecidedThing, isLate, isOver, type KeptThing, latest, over, revised } from '#functions/roster/kept.ts';
import type { Services } from '#functions/services.ts';
import type { RosterEnrolment, RosterUser } from '#shared/automation/roster/roster.schema.ts';
import { coursesIn, type KeptClass, keepUser } from '#shared/automation/roster/roster-contact.ts';
import { keepObservation } from '#shared/automation/signals/keep-observation.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { editContact } from '#shared/casework/contacts/put-contact.ts';
import { unknownReference } from '#shared/core/errors.ts';
import type { Intent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import {
  rosterEnrolmentKey,
  rosterEnrolmentPrefix,
  rosterKey,
  rosterMemberKey,
} from '#shared/core/table/automation-keys.ts';
import { againOnConflict, patient } from '#shared/core/table/commit.ts';
import { partitionOf } from '#shared/core/table/keys.ts';

export const takeUser = async (
  { table }: Services,
  user: RosterUser,
  { by, at }: { by: Actor; at: number },
): Promise<DecidedThing> => {
  const { sourcedId: id, dateLastModified } = user;
  const key = rosterKey('user', id);
  const [item, { current, nextVersion }] = await Promise.all([table.get(key), contactToPut(table, id)]);
  if (isLate(item as KeptThing, dateLastModified)) return { change: 'late', id };
  const decision = keepUser(current, user, { by, at, nextVersion });
  const modifiedAt = latest(item as KeptThing, dateLastModified);
  const writes = modifiedAt !== item?.modifiedAt ? [over(item, revised(item, { ...key, modifiedAt }))] : [];
  if (!decision || decision.events.length === 0) return { change: 'unchanged', id, writes };
  return { change: current ? 'updated' : 'created', id, decisions: [decision], writes };
};

interface KeptEnrolment {
  classId: string;
  isOver: boolean;
}

/** The courses of a contact, from what is kept of its classes. */
const coursesOf = async ({ table }: Services, enrolments: readonly KeptEnrolment[]): Promise<Contact['courses']> => {
  const ids = [...new Set(enrolments.filter((one) => !one.isOver).map(({ classId }) => classId))];
  const classItems = await table.getMany(
    ids.map((id) => rosterKey('class', id)),
    { consistent: true },
  );
  const classes = classItems.map(({ kept }) => kept as KeptClass);
  const courseIds = [...new Set(classes.map(({ courseId }) => courseId))].filter((id) => id !== '');
  const courses = await table.getMany(
    courseIds.map((id) => rosterKey('course', id)),
    { consistent: true },
  );
  const codes = new Map(courses.map(({ pk, code }) => [String(pk), code as string | undefined]));
  return coursesIn(classes, (id) => codes.get(rosterKey('course', id).pk));
};

const enrolmentsOf = async ({ table }: Services, contactId: string): Promise<Map<string, KeptEnrolment>> => {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const items = await table.queryAll({ pk, prefix: rosterEnrolmentPrefix, consistent: true });
  return new Map(items.map((item) => [String(item.sk), item.enrolment as KeptEnrolment]));
};

export const takeStudent = async (
  services: Services,
  given: RosterEnrolment,
  { by, at }: { by: Actor; at: number },
): Promise<DecidedThing> => {
  const { table } = services;
  const { sourcedId, dateLastModified } = given;
  const id = given.user.sourcedId;
  const classId = given.class.sourcedId;
  const key = rosterEnrolmentKey(id, sourcedId);
  const [item, current, enrolments] = await Promise.all([
    table.get(key),
    readRecord<Contact>(table, 'contact', id),
    enrolmentsOf(services, id),
  ]);
  if (isLate(item as KeptThing, dateLastModified)) return { change: 'late', id };
  if (!current) {
    if (isOver(given)) return { change: 'unchanged', id };
    throw unknownReference('/user', 'contact', id);
  }
  const enrolment: KeptEnrolment = { classId, isOver: isOver(given) };
  const modifiedAt = latest(item as KeptThing, dateLastModified);
  const isSame = item !== undefined && JSON.stringify(item.enrolment) === JSON.stringify(enrolment);
  if (isSame && item.modifiedAt === modifiedAt) return { change: 'unchanged', id };
  const courses = await coursesOf(services, [...enrolments.set(key.sk, enrolment).values()]);
  const keptClass = (await table.get(rosterKey('class', classId)))?.kept as KeptClass | undefined;
  const observed = await keepObservation(table, {
    contactId: id,
    observed: {
      kind: 'enrolment',
      ...(keptClass?.term && { term: keptClass.term.slice(0, 64) }),
      course: classId.slice(0, 64),
      value: given.status,
      at: dateLastModified ?? iso(at),
    },
    order: [iso(at), sourcedId],
  });
  const put = revised(item, { ...key, enrolment, modifiedAt });
  const ofClass = { put: { ...rosterMemberKey('class', classId, id) } };
  return {
    change: item ? 'updated' : 'created',
    id,
    decisions: [editContact(current, { courses }, { by, at })],
    writes: [over(item, put), ofClass, ...(observed ? [observed] : [])],
    settles: id,
  };
};

/** Reckons the courses of a contact anew; safe to repeat. */
export const refreshCourses = (
  services: Services,
  contactId: string,
  { actor, cause }: Pick<Intent, 'actor' | 'cause'>,
): Promise<void> =>
  againOnConflict(
    async () => {
      const current = await readRecord<Contact>(services.table, 'contact', contactId);
      if (!current) return;
      const at = services.now();
      const courses = await coursesOf(services, [...(await enrolmentsOf(services, contactId)).values()]);
      await services.commit({ actor, at, cause }, [editContact(current, { courses }, { by: actor, at })]);
    },
    Math.random,
    patient,
  );
