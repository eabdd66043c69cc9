import * as z from 'zod';
import { actOnCase, oneCase } from '#shared/casework/cases/act-on-case.routes.ts';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { farthest } from '#shared/casework/cases/limits.ts';
import { linkKind, linkSchema } from '#shared/casework/cases/links/link.schema.ts';
import { pageOf } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { shortListQuery } from '#shared/core/records/listing.schema.ts';
import { contactId, key, personId, statement } from '#shared/core/records/primitives.ts';

// Who and what a case has to do with: roles, clients, subscribers, who is kept out, who opened it
// in an emergency, links.

const family = 'cases' as const;
const who = 'staff' as const;
const person = z.strictObject({ id: z.string().min(1).max(64), personId });
const peopleRefusals = ['not-found', 'not-allowed', 'stale', 'in-trash', 'locked-out', 'unknown-reference'] as const;

export const giveRoleRoute = defineRoute({
  ...actOnCase,
  name: 'giveCaseRole',
  method: 'PUT',
  path: '/v1/cases/{id}/roles/{role}/{personId}',
  summary: 'Put somebody into a role',
  params: z.strictObject({ id: person.shape.id, role: key, personId }),
  refusals: peopleRefusals,
});
export const endRoleRoute = defineRoute({
  ...actOnCase,
  name: 'endCaseRole',
  method: 'DELETE',
  path: '/v1/cases/{id}/roles/{role}/{personId}',
  summary: 'End the role of somebody; that they had it stays',
  params: z.strictObject({ id: person.shape.id, role: key, personId }),
  refusals: peopleRefusals,
});
export const addClientRoute = defineRoute({
  ...actOnCase,
  name: 'addCaseClient',
  method: 'PUT',
  path: '/v1/cases/{id}/clients/{contactId}',
  summary: 'Add a client',
  params: z.strictObject({ id: z.string().min(1).max(64), contactId }),
  refusals: peopleRefusals,
});
export const removeClientRoute = defineRoute({
  ...actOnCase,
  name: 'removeCaseClient',
  method: 'DELETE',
  path: '/v1/cases/{id}/clients/{contactId}',
  summary: 'Remove a client',
  params: z.strictObject({ id: z.string().min(1).max(64), contactId }),
  refusals: peopleRefusals,
});
export const subscribeRoute = defineRoute({
  ...actOnCase,
  name: 'subscribeToCase',
  method: 'PUT',
  path: '/v1/cases/{id}/subscribers/{personId}',
  summary: 'Subscribe somebody, or change what they hear of',
  params: person,
  body: z.strictObject({ events: z.array(z.string().min(1).max(64)).max(50).optional() }).optional(),
  refusals: peopleRefusals,
});
export const unsubscribeRoute = defineRoute({
  ...actOnCase,
  name: 'unsubscribeFromCase',
  method: 'DELETE',
  path: '/v1/cases/{id}/subscribers/{personId}',
  summary: 'End a subscription',
  params: person,
  refusals: peopleRefusals,
});
export const lockRoute = defineRoute({
  ...actOnCase,
  name: 'lockCase',
  method: 'PUT',
  path: '/v1/cases/{id}/locks/{personId}',
  summary: 'Keep somebody out of a case: a conflict of interest',
  params: person,
  refusals: peopleRefusals,
});
export const unlockRoute = defineRoute({
  ...actOnCase,
  name: 'unlockCase',
  method: 'DELETE',
  path: '/v1/cases/{id}/locks/{personId}',
  summary: 'Let somebody near a case again; administrators also themselves',
  params: person,
  refusals: peopleRefusals,
});
export const breakGlassRoute = defineRoute({
  name: 'breakGlass',
  findsMoreFaults: true,
  method: 'POST',
  path: '/v1/cases/{id}/break-glass',
  family,
  who,
  summary: 'Open a private case in an emergency, for an hour; it is audited and the assignee is told',
  params: oneCase,
  body: z.strictObject({ reason: statement }),
  answer: z.undefined(),
  status: 204,
  refusals: ['not-found', 'not-allowed', 'in-trash'],
});
export const caseLinksRoute = defineRoute({
  name: 'caseLinks',
  method: 'GET',
  path: '/v1/cases/{id}/links',
  family,
  who,
  summary: 'Cases that this one is linked to, of those that you may see',
  params: oneCase,
  query: z.strictObject(shortListQuery),
  answer: pageOf(linkSchema),
  refusals: ['not-found'],
});
export const linkCaseRoute = defineRoute({
  ...actOnCase,
  name: 'linkCase',
  method: 'POST',
  path: '/v1/cases/{id}/links',
  summary: 'Link two cases; the inverse is written with it',
  body: linkSchema,
  status: 201,
  refusals: ['not-found', 'not-allowed', 'stale', 'in-trash', 'unknown-reference', 'self-link', 'opposite-link'],
});
export const unlinkCaseRoute = defineRoute({
  ...actOnCase,
  name: 'unlinkCase',
  method: 'DELETE',
  path: '/v1/cases/{id}/links/{kind}/{caseId}',
  summary: 'Take a link away, from both sides',
  params: oneCase.extend({ kind: linkKind, caseId: z.string().min(1).max(64) }),
  refusals: ['not-found', 'not-allowed', 'stale', 'in-trash'],
});

const coordinate = (limit: number) => z.coerce.number().min(-limit).max(limit);
export const casesNearRoute = defineRoute({
  name: 'casesNear',
  method: 'GET',
  path: '/v1/cases/near',
  family,
  who,
  summary: 'Open cases near a place, nearest first: what is about to be reported may be known already',
  query: z.strictObject({
    lat: coordinate(90),
    lon: coordinate(180),
    meters: z.coerce.number().positive().max(farthest),
    type: key.optional(),
  }),
  answer: z.strictObject({ items: z.array(caseAnswerSchema) }),
});

export const casePeopleRoutes = [
  casesNearRoute,
  giveRoleRoute,
  endRoleRoute,
  addClientRoute,
  removeClientRoute,
  subscribeRoute,
  unsubscribeRoute,
  lockRoute,
  unlockRoute,
  breakGlassRoute,
  caseLinksRoute,
  linkCaseRoute,
  unlinkCaseRoute,
];
