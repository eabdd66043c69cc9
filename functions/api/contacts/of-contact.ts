import { listAlerts } from '#functions/api/alerts/list.ts';
import { listCases } from '#functions/api/cases/list.ts';
import type { RouteHandler, RouteRequest } from '#functions/api/route-handler.ts';
import { contactAlertsRoute, contactCasesRoute } from '#shared/casework/contacts/contact.routes.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { AnyRoute } from '#shared/core/http/route.ts';
import { readRecord } from '#shared/core/records/read.ts';

type ContactListRequest = RouteRequest<{ id: string }, { limit: number; cursor?: string }, undefined>;

/** A list of what concerns one contact: the list of all, asked for that contact. */
const ofContact = (route: unknown, list: RouteHandler): RouteHandler => ({
  route: route as AnyRoute,
  run: async (services, request: RouteRequest<never, never, never>) => {
    const { path, query, ...rest } = request as unknown as ContactListRequest;
    if (!(await readRecord(services.table, 'contact', path.id))) throw new Refusal('not-found');
    const all = list.route.input.query.parse({ contactId: path.id });
    return list.run(services, { ...rest, path: {}, query: { ...(all as object), ...query } } as never);
  },
});

// GET /v1/contacts/{id}/cases | alerts
export const contactCases = ofContact(contactCasesRoute, listCases);
export const contactAlerts = ofContact(contactAlertsRoute, listAlerts);
