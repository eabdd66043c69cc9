import type { Actor } from '#shared/core/records/primitives.ts';

/** Who calls, as the token and the groups directory say it. */
export interface Person {
  /** `sub` of the token. */
  id: string;
  email?: string;
  /** The address, where the issuer has made sure of it. */
  verifiedEmail?: string;
  name?: string;
  groups: readonly string[];
  isAdmin: boolean;
  /** Reads everything, changes nothing by itself. */
  seesAll: boolean;
  /** In at least one group of staff. Everybody else is a requester. */
  isStaff: boolean;
}

export const actorOf = (person: Person): Actor => ({ kind: person.isStaff ? 'user' : 'requester', id: person.id });

const staffByNature = new Set(['admins', 'view-all']);

const listOf = (claim: unknown): string[] => {
  if (Array.isArray(claim)) return claim.map(String);
  return typeof claim === 'string' ? [claim] : [];
};

/**
 * The person of a verified token (`sub, email, name, groups` or `cognito:groups`).
 * @param isStaffGroup by the directory of groups; a group that is not there is not staff
 */
export const personOf = (claims: Record<string, unknown>, isStaffGroup: (group: string) => boolean): Person => {
  const groups = [...new Set([...listOf(claims.groups), ...listOf(claims['cognito:groups'])])];
  return {
    id: String(claims.sub ?? ''),
    ...(typeof claims.email === 'string' && { email: claims.email }),
    // API Gateway writes a boolean as text.
    ...(typeof claims.email === 'string' &&
      String(claims.email_verified) === 'true' && { verifiedEmail: claims.email }),
    ...(typeof claims.name === 'string' && { name: claims.name }),
    groups,
    isAdmin: groups.includes('admins'),
    seesAll: groups.includes('view-all'),
    isStaff: groups.some((group) => staffByNature.has(group) || isStaffGroup(group)),
  };
};

export const belongsTo = (person: Person, groups: readonly string[]): boolean =>
  groups.some((group) => person.groups.includes(group));
