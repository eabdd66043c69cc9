import { type Person, personOf } from '#shared/access/person.ts';

// One person of every kind that the policy tells apart. What each may do with a type follows from
// the groups of `types.ts`.

const staffGroups = new Set(['advisers', 'tutors', 'advising-leads', 'faculty', 'front-desk', 'library']);

const person = (claims: Record<string, unknown>): Person => personOf(claims, (group) => staffGroups.has(group));

export const people = {
  admin: person({ sub: 'ada', groups: ['admins'] }),
  'view-all': person({ sub: 'vera', groups: ['view-all'] }),
  manager: person({ sub: 'mona', groups: ['advisers'] }),
  reassignment: person({ sub: 'rita', groups: ['tutors'] }),
  escalation: person({ sub: 'elsa', groups: ['advising-leads'] }),
  enquiry: person({ sub: 'enid', groups: ['faculty'] }),
  'starter-only staff': person({ sub: 'stan', groups: ['front-desk'] }),
  'other staff': person({ sub: 'olga', groups: ['library'] }),
  'requester, the contact': person({ sub: 'S1' }),
  'requester, a starter': person({ sub: 'S2', groups: ['students'] }),
  stranger: person({ sub: 'S3', groups: ['visitors'] }),
  nobody: person({}),
} as const satisfies Record<string, Person>;

export type Kind = keyof typeof people;
export const kindsOfPeople = Object.keys(people) as Kind[];

/**
 * A request's token, and what API Gateway makes of its claims; nothing of either for somebody
 * without a token.
 */
export const identityOf = (kind: Kind) => {
  if (kind === 'nobody') return { headers: {}, requestContext: {} };
  const { id, groups } = people[kind];
  const payload = Buffer.from(JSON.stringify({ sub: id, groups })).toString('base64url');
  const claims = { sub: id, groups: `[${groups.join(' ')}]` };
  return {
    headers: { authorization: `Bearer e30.${payload}.c2lnbmF0dXJl` },
    requestContext: { authorizer: { jwt: { claims, scopes: [] } } },
  };
};

export const isStaffGroup = (group: string): boolean => staffGroups.has(group);
