import { loadCase } from '#functions/api/cases/load.ts';
import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { isValid, type PortalLink } from '#shared/access/portal-link.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { Refusal } from '#shared/core/errors.ts';
import { portalLinkKey, portalLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';
import { portalLinksRoute, revokePortalLinkRoute } from '#shared/portal/portal-link.routes.ts';

const linkIn = ({ link }: Item) => link as PortalLink;

// GET /v1/cases/{id}/portal-links
export const portalLinks = routeHandler(portalLinksRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  const source = { pk: partitionOf({ kind: 'case', id: record.id }), prefix: portalLinkPrefix, consistent: true };
  const body = await pageOf(services, request, `links to ${record.id}`, async (place) => {
    const { items, next } = await mergePages(services.table, {
      ...place,
      sources: [source],
      descending: false,
      accept: (item) => linkIn(item).page === 'links' && isValid(linkIn(item), request.now),
    });
    const links = items.map(linkIn).map(({ id, via, createdAt, expiresAt }) => ({ id, via, createdAt, expiresAt }));
    return { items: links, next };
  });
  return { body };
});

// DELETE /v1/cases/{id}/portal-links/{linkId}
export const revokePortalLink = routeHandler(revokePortalLinkRoute, async (services, request) => {
  const { path, now } = request;
  const { record } = await loadCase(services, request, 'work');
  const key = portalLinkKey(record.id, path.linkId);
  if (!(await services.table.get(key))) throw new Refusal('not-found');
  const decision = changeCase(record, record, {
    type: 'Portal Link Revoked',
    at: now,
    detail: { link: path.linkId },
    items: [{ delete: key }],
  });
  return { decisions: [decision], body: undefined };
});
