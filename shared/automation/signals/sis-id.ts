const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// What LMSs call the SIS id of a person, without case and signs: sisSourcedId and sourcedId
// (1EdTech), user_sis_id and sis_user_id (Canvas), lis_person_sourcedid (LTI), bb:user.externalId
// (Blackboard), sisId.
const namesOfSisIds: ReadonlySet<string> = new Set([
  'sissourcedid',
  'sourcedid',
  'usersisid',
  'sisuserid',
  'lispersonsourcedid',
  'bbuserexternalid',
  'sisid',
]);

/** A vendor may write a name as a whole URL, of which the end is the name. */
const bare = (name: string): string => (name.split('/').at(-1) ?? '').toLowerCase().replace(/[^a-z]/g, '');

const isSisId = (name: string, parent: string): boolean =>
  namesOfSisIds.has(bare(name)) || namesOfSisIds.has(bare(parent) + bare(name));

/** An id may come as a number; it is the text of its digits. */
const textOf = (value: unknown): string | undefined =>
  (typeof value === 'string' && value.trim() !== '') || typeof value === 'number' ? String(value) : undefined;

// Extensions hold an object for each vendor, and those one for each product at most.
const deepest = 4;

const idsWithin = (value: Record<string, unknown>, parent = '', depth = 1): string[] =>
  Object.entries(value).flatMap(([name, inner]) => {
    if (isObject(inner)) return depth < deepest ? idsWithin(inner, name, depth + 1) : [];
    return isSisId(name, parent) ? (textOf(inner) ?? []) : [];
  });

const identifiedBy = ({ otherIdentifiers }: Record<string, unknown>): string[] =>
  (Array.isArray(otherIdentifiers) ? (otherIdentifiers as unknown[]) : []).flatMap((one) =>
    isObject(one) && /^sisSourcedId$/i.test(String(one.identifierType)) ? (textOf(one.identifier) ?? []) : [],
  );

/**
 * The SIS ids that a Caliper event carries for whom it is about: for its actor; of a grading, whose
 * actor is the grader, for who made the attempt. They stand among the identifiers, as version 1.2
 * of Caliper has it, else in members and extensions under the names that LMSs give them.
 */
export const sisIdsOf = (detail: unknown): string[] => {
  if (!isObject(detail)) return [];
  const { object, actor } = detail;
  const person = detail.type === 'GradeEvent' ? isObject(object) && object.assignee : actor;
  if (!isObject(person)) return [];
  const identified = identifiedBy(person);
  return [...new Set(identified.length > 0 ? identified : idsWithin(person))];
};
