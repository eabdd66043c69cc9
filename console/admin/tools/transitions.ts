import { isObject, type JsonObject, withMember } from '#console/admin/schema/json.ts';

// A status that a type's transitions do not mention leads to any other.

interface NamedStatus {
  key: string;
  name: string;
  category: string;
}

export const statusesOf = (type: JsonObject): NamedStatus[] =>
  (Array.isArray(type.statuses) ? type.statuses : []).filter(isObject).flatMap(({ key, name, category }) => {
    if (typeof key !== 'string' || key === '') return [];
    return [{ key, name: typeof name === 'string' ? name : key, category: String(category ?? '') }];
  });

/** Where a status leads: to some, or to any. */
export const leadsTo = (type: JsonObject, from: string): readonly string[] | 'any' => {
  const listed = isObject(type.transitions) ? type.transitions[from] : undefined;
  return Array.isArray(listed) ? listed.map(String) : 'any';
};

const withListed = (type: JsonObject, from: string, to: readonly string[] | 'any'): JsonObject => {
  const before = isObject(type.transitions) ? type.transitions : {};
  const after = withMember(before, from, to === 'any' ? undefined : [...to]);
  return withMember(type, 'transitions', Object.keys(after).length === 0 ? undefined : after);
};

/** The type with a way between two statuses opened or closed. */
export const withWay = (type: JsonObject, { from, to }: { from: string; to: string }, isOpen: boolean): JsonObject => {
  const others = statusesOf(type).flatMap(({ key }) => (key === from ? [] : [key]));
  const before = leadsTo(type, from);
  const ways = new Set(before === 'any' ? others : before);
  if (isOpen) ways.add(to);
  else ways.delete(to);
  return withListed(
    type,
    from,
    others.filter((key) => ways.has(key)),
  );
};

/** The type with a status that leads to any other, or to none until ways are opened. */
export const withAny = (type: JsonObject, from: string, isAny: boolean): JsonObject =>
  withListed(type, from, isAny ? 'any' : []);
