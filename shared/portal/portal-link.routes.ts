import * as z from 'zod';
import { portalLinkVias } from '#shared/access/portal-link.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { email, instant } from '#shared/core/records/primitives.ts';

// Links that open a case to its requester: staff see which there are and take them back; a
// requester who lost theirs asks for another.

const ofCase = z.strictObject({ id: z.string().min(1).max(64) });

const portalLinkSchema = z
  .strictObject({ id: z.string(), via: z.enum(portalLinkVias), createdAt: instant, expiresAt: instant })
  .meta({ id: 'PortalLink' });

export const portalLinksRoute = defineRoute({
  name: 'casePortalLinks',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/portal-links',
  family: 'cases',
  who: 'staff',
  summary: 'The links by which the requester gets to a case without a login; never the links themselves',
  params: ofCase,
  query: plainPageQuery,
  answer: pageOf(portalLinkSchema),
  refusals: ['not-found'],
});
export const revokePortalLinkRoute = defineRoute({
  name: 'revokePortalLink',
  method: 'DELETE',
  path: '/v1/cases/{id}/portal-links/{linkId}',
  family: 'cases',
  who: 'staff',
  summary: 'Take a link back: it opens nothing any more',
  params: ofCase.extend({ linkId: z.string().min(1).max(64) }),
  answer: z.undefined(),
  status: 204,
  refusals: ['not-found', 'not-allowed', 'in-trash'],
});
export const renewLinkRoute = defineRoute({
  name: 'renewLink',
  method: 'POST',
  path: '/v1/public/links/renew',
  family: 'portal',
  who: 'anyone',
  summary: 'Ask for a new link to a case by mail; the answer is the same whether there is such a case or not',
  body: z.strictObject({ reference: z.string().min(1).max(64), email }),
  answer: z.strictObject({ detail: z.string() }),
  status: 202,
});

export const portalLinkRoutes = [portalLinksRoute, revokePortalLinkRoute, renewLinkRoute];
