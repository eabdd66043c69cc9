import { isObject } from '#console/admin/schema/json.ts';

/** A type of cases or alerts as it says who may do what. */
export interface TypeWithGroups {
  kind: 'case-types' | 'alert-types';
  key: string;
  name: string;
  /** Groups by what they may: `managers`, `starters`. */
  groups: Record<string, string[]>;
}

const ofRole = 'role: ';

/** What a role is called, where a right comes of one. */
export const nameOfRole = (right: string): string | undefined =>
  right.startsWith(ofRole) ? right.slice(ofRole.length) : undefined;

/** Reads who may do what off a type, with the groups of its roles and tasks. */
export const groupsOf = (type: object): Record<string, string[]> => {
  const { groups, roles } = type as { groups?: unknown; roles?: unknown };
  const given = isObject(groups) ? Object.entries(groups) : [];
  const named = given.flatMap(([right, list]) =>
    Array.isArray(list) && list.length > 0 ? [[right, list.map(String)] as const] : [],
  );
  const ofRoles = (Array.isArray(roles) ? roles.filter(isObject) : []).flatMap((role) =>
    Array.isArray(role.groups) && role.groups.length > 0
      ? [[`${ofRole}${String(role.name ?? role.key)}`, role.groups.map(String)] as const]
      : [],
  );
  return Object.fromEntries([...named, ...ofRoles]);
};

/** What each group may do with each type: rights by type, for every group that any type names. */
export const accessTable = (types: readonly TypeWithGroups[]): Map<string, Map<string, string[]>> => {
  const table = new Map<string, Map<string, string[]>>();
  for (const type of types)
    for (const [right, groups] of Object.entries(type.groups))
      for (const group of groups) {
        const row = table.get(group) ?? new Map<string, string[]>();
        const id = `${type.kind}/${type.key}`;
        table.set(group, row.set(id, [...(row.get(id) ?? []), right]));
      }
  return new Map([...table].sort(([one], [other]) => one.localeCompare(other)));
};
