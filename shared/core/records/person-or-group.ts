import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

export const samePersonOrGroup = (a: PersonOrGroup | undefined, b: PersonOrGroup | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && ownerKey(a) === ownerKey(b));

/** `user:u1` or `group:advisers`: how an owner is written in a key. */
export const ownerKey = (owner: PersonOrGroup): string =>
  'user' in owner ? `user:${owner.user}` : `group:${owner.group}`;

/** Each person and each team once. */
export const uniqueOwners = (owners: readonly PersonOrGroup[]): PersonOrGroup[] => [
  ...new Map(owners.map((owner) => [ownerKey(owner), owner])).values(),
];
