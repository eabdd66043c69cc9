import {
  type DecidedThing,
  isLate,
  isOver,
  type KeptThing,
  latest,
  membersOf,
  modifiedAtOf,
  over,
  revised,
} from '#functions/roster/kept.ts';
import type { Services } from '#functions/services.ts';
import type { RosterClass, RosterCourse, RosterEnrolment } from '#shared/automation/roster/roster.schema.ts';
import type { KeptClass } from '#shared/automation/roster/roster-contact.ts';
import { own } from '#shared/core/records/own.ts';
import { rosterKey, rosterMemberKey } from '#shared/core/table/automation-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';

const isLeftOver = (item: Item | undefined): item is Item => item?.isSpread === false;

export const takeCourse = async (services: Services, course: RosterCourse): Promise<DecidedThing> => {
  const id = course.sourcedId;
  const item = await services.table.get(rosterKey('course', id));
  if (isLate(item as KeptThing, course.dateLastModified)) return { change: 'late' };
  const code = course.courseCode || undefined;
  const modifiedAt = latest(item as KeptThing, course.dateLastModified);
  const spread = async (spreading: Item) => ({
    item: spreading,
    classes: await membersOf(services, 'course', id),
  });
  if (item && item.code === code && item.modifiedAt === modifiedAt)
    return { change: 'unchanged', ...(isLeftOver(item) && { spreads: await spread(item) }) };
  const put = revised(item, { ...rosterKey('course', id), code, modifiedAt, isSpread: false });
  return { change: item ? 'updated' : 'created', writes: [over(item, put)], spreads: await spread(put) };
};

const noClass: KeptClass = { courseId: '', isOver: true, teachers: {} };

/** What a class is kept as, after the item that was read; its contacts have yet to hear of it. */
const keepClass = (
  id: string,
  item: Item | undefined,
  { kept, modifiedAt }: { kept: KeptClass; modifiedAt: string | undefined },
): Pick<DecidedThing, 'writes' | 'spreads'> => {
  const put = revised(item, { ...rosterKey('class', id), kept, modifiedAt, isSpread: false });
  const ofCourse = kept.courseId === '' ? [] : [{ put: { ...rosterMemberKey('course', kept.courseId, id) } }];
  return { writes: [over(item, put), ...ofCourse], spreads: { item: put, classes: [id] } };
};

const leftOver = (id: string, item: Item | undefined): Pick<DecidedThing, 'spreads'> =>
  isLeftOver(item) ? { spreads: { item, classes: [id] } } : {};

const sameClass = (one: KeptClass, other: KeptClass): boolean => {
  const said = ({ courseId, code, term, isOver }: KeptClass) => JSON.stringify([courseId, code, term, isOver]);
  return said(one) === said(other);
};

export const takeClass = async ({ table }: Services, given: RosterClass): Promise<DecidedThing> => {
  const { sourcedId: id, dateLastModified } = given;
  const item = await table.get(rosterKey('class', id));
  if (isLate(item as KeptThing, dateLastModified)) return { change: 'late' };
  const before = item?.kept as KeptClass | undefined;
  const kept: KeptClass = {
    courseId: given.course.sourcedId,
    code: given.classCode || undefined,
    term: given.terms?.[0]?.sourcedId,
    isOver: isOver(given),
    teachers: before?.teachers ?? {},
  };
  const modifiedAt = latest(item as KeptThing, dateLastModified);
  if (before && sameClass(before, kept) && item?.modifiedAt === modifiedAt)
    return { change: 'unchanged', ...leftOver(id, item) };
  return { change: before ? 'updated' : 'created', ...keepClass(id, item, { kept, modifiedAt }) };
};

type KeptTeacher = KeptClass['teachers'][string];

const sameTeacher = (one: KeptTeacher, other: KeptTeacher): boolean => {
  const said = ({ id, isPrimary, isOver, modifiedAt }: KeptTeacher) =>
    JSON.stringify([id, isPrimary, isOver, modifiedAt]);
  return said(one) === said(other);
};

export const takeTeacher = async ({ table }: Services, given: RosterEnrolment): Promise<DecidedThing> => {
  const classId = given.class.sourcedId;
  const item = await table.get(rosterKey('class', classId));
  const before = (item?.kept as KeptClass | undefined) ?? noClass;
  const known = own(before.teachers, given.sourcedId);
  if (isLate(known, given.dateLastModified)) return { change: 'late' };
  const teacher: KeptTeacher = {
    id: given.user.sourcedId,
    isPrimary: given.primary ?? false,
    isOver: isOver(given),
    modifiedAt: latest(known, given.dateLastModified),
  };
  if (known && sameTeacher(known, teacher)) return { change: 'unchanged', ...leftOver(classId, item) };
  const kept = { ...before, teachers: { ...before.teachers, [given.sourcedId]: teacher } };
  const modifiedAt = modifiedAtOf(item as KeptThing);
  return { change: known ? 'updated' : 'created', ...keepClass(classId, item, { kept, modifiedAt }) };
};
