const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// The SIS id, lower case without signs, as 1EdTech, Canvas (user_sis_id, sis_user_id), LTI
// (lis_person_sourcedid) and Blackboard (bb:user.externalId) name it.
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

// An address and what it names are a few levels below the event or its envelope: data, event,
// membership, member.
const deepestDescription = 6;

/** The object of that address, where something else of the event or its envelope describes it. */
const describedIn = (value: unknown, address: string, depth = 0): Record<string, unknown> | undefined => {
  if (typeof value !== 'object' || value === null || depth > deepestDescription) return undefined;
  if (isObject(value) && (value.id === address || value['@id'] === address)) return value;
  for (const inner of Object.values(value)) {
    const found = describedIn(inner, address, depth + 1);
    if (found) return found;
  }
  return undefined;
};

const idsOfPerson = (person: Record<string, unknown>): string[] => {
  const identified = identifiedBy(person);
  return identified.length > 0 ? identified : idsWithin(person);
};

/**
 * The SIS ids of the person whom a Caliper event is about: its actor, or for a grading that says
 * who made the attempt, that learner. They are read from identifiers, members and extensions.
 */
export const sisIdsOf = (detail: unknown, envelope?: unknown): string[] => {
  if (!isObject(detail)) return [];
  const { object, actor, extensions } = detail;
  // Some write a type as a whole URL, and JSON-LD calls it `@type`.
  const isGradeEvent = /(^|[/#:])GradeEvent$/.test(String(detail.type ?? detail['@type']));
  const isGrading = isGradeEvent && isObject(object) && object.assignee !== undefined;
  const named = isGrading ? object.assignee : actor;
  const person = typeof named === 'string' ? (describedIn(detail, named) ?? describedIn(envelope, named)) : named;
  const ids = isObject(person) ? idsOfPerson(person) : [];
  if (ids.length > 0 || isGrading) return [...new Set(ids)];
  return [...new Set(isObject(extensions) ? idsWithin(extensions) : [])];
};
